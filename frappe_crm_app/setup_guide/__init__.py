"""The first hour on a new site: a checklist (`/app/crm-first-hour`) that ticks itself, and demo data in and out.

`steps.py`    the steps, as data, and what is made of what the site has
`site.py`     what the site has: one read for all steps
`first_deal.py` the deal that is offered to be won
`skipping.py` which steps are skipped, kept for the whole site
`asked.py`    who may ask for this
`tasks.py`    the jobs that load and clear the demo
`demo_work.py` what these do, and how far they are
`api.py`      the endpoints

It looks at every tier and at the demo, so it stands above them all; nothing imports it.
"""
