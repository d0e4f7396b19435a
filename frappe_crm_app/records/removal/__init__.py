"""What goes with a record when it is deleted, and what forbids deleting it.

`refusals.py`   sentences that count what must not be lost: deals, contacts
`dependents.py` removes notes, locations and history set-based, keeping a Deleted Document of each
"""
