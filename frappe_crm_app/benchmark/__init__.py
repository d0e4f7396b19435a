"""`bench --site SITE crm-benchmark`: what the app costs beside the least that could do the same, measured by whoever doubts it.

`run.py`       the whole run: refuse, seed, measure at each size, clean up
`safety.py`    refuses a site that holds real records
`seeding.py`   rows of any number, the same on every site, in one INSERT for thousands; `rows.py` says what is in them
`history.py`   moves and edits of the deals, for what measures their past; `mails.py` a mailbox, for what measures the inbox
`search_entries.py` makes records findable; `table_statistics.py` lets the database look at them
`cleaning.py`  removes them, and what measuring made
`measure.py`   what a measure is: ours, its floor, who asks
`measures/`    the measures, a module for each part of the app
`bare.py`      a DocType with nothing of ours, for floors
`clock.py`     takes ours and floor in turns (no frappe); `statements.py` counts what they send
`report.py`    the table and the JSON (no frappe)
"""
