"""Private services and a bench of their own for tests and demo.

``service`` keeps one background process; ``databases``, ``redis_server`` and ``web`` are made of such; ``bench`` runs
Frappe's site commands; ``base`` puts these together into a site with the app, which ``testing`` does on an ``overlay``,
a bench of links around another one. Only ``configure_site``, ``wsgi`` and ``scheduler`` import frappe, each in a process
of its own. Nothing here reads or changes the machine's own MariaDB, PostgreSQL or Redis.
"""
