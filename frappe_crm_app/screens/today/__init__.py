"""Today: what a person, their team or everybody has to look after, and what they do about it.

`api.py`      its endpoints
`page.py`     the page in at most eight statements; others add parts by the hook `crm_today_parts` (docs/meeting-points.md)
`built_in.py` our parts, which `records/agenda/` defines; `rows.py` what their rows show
`people.py`   whose day it is: mine, my team's, everybody's, one person's
`acting.py`   a row is done, with what comes next, or put off
`number_cards.py` a part's number as a tile of the workspace, which opens its list
`landing.py`  who comes here after logging in
"""
