"""Lifelike data to look at and to show: `bench --site SITE crm-demo`, and `--clear` to be rid of it.

Made without a site, the same every time, shifted to the day it is made:
`setting.py`   what the making depends on: the day, the site's stages, lists and rates
`plans.py`     which customer has which deals and how both fare, from which everything else follows
`generate.py`  puts together the rows of `team.py`, `people.py`, `customers.py`, `deals.py`, `deal_people.py`, `places.py`, `notes.py`, `mails.py`,
`campaigns.py` with `audiences.py` and `campaign_results.py`, `quotes.py`, `projects.py`, `meetings.py` (events);
`journeys.py` (stages passed), `subjects.py` (what notes are about), `moments.py`, `money.py` and `streams.py` (random numbers) help them
`records.py`   those rows, as frozen dataclasses with the fields of our DocTypes (`campaign_records.py`, `mail_records.py`,
`quote_records.py` and `project_records.py` for what these name); `world.py` all of them together; `marks.py` their names
`data/`        the invented world: companies, cities, names, offers and what salespeople write

On a site, called by `report.py`, which says what was done:
`load.py`      writes the rows in bulk, with `surroundings.py`, `staff.py` (logins), `rates.py`, `seller.py` (who sells) and `search_index.py`
`papers.py`    the PDFs of its quotes     `documents.py` its documents
`turn.py`      one at a time does any of it
`clear.py`     removes them (`removing.py`) and what hangs on them, save what records of the site's own need (`links.py`, `keeping.py`)

Demo rows have names with a prefix of their own. A name survives every edit, is shown nowhere but in an address, and
cannot be given in the desk, where all names of ours are random and none can be changed.
"""
