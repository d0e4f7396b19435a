"""Private services and a bench of their own for tests and demo.

``service`` keeps one background process; ``databases`` and ``redis_server`` are such services; ``bench`` runs Frappe's
site commands; ``overlay`` lays a bench out of links around another one; ``testing`` puts these together into the site
that the tests use. Only ``configure_site``, ``wsgi`` and ``scheduler`` import frappe, each in a process of its own.
Nothing here reads or changes the machine's own MariaDB, PostgreSQL or Redis.
"""
