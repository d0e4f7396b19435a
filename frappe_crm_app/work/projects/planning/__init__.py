"""Plans, without a database: what days are worked, what waits for what, and what moves with a date.

`calendar.py` working days: weekends and holidays left out
`graph.py`    what waits for what: circles, and an order in which nothing comes before what it waits for
`plan.py`     tasks and milestones with their days
`moving.py`   `consequence_of(plan, move, calendar)`: what moves from when to when

Nothing here imports frappe; `rescheduling/` reads plans and writes what was accepted.
"""
