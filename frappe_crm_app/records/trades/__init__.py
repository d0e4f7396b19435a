"""What belongs to one trade, and is shown only where the site has chosen that trade in CRM Desk Settings.

`presets.py`  the trades, as data: the fields of our records and the sales roles of each
`choosing.py` which one is chosen, what choosing it changes, and which one a site's records are of
`preview.py`  what choosing one would change, in sentences
`api.py`      the endpoints of both

What is hidden is hidden in forms, lists, boards and pages. It is stored, filtered and sent over REST as everything else.
"""
