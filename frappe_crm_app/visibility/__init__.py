"""Who may do what and see what.

`roles.py`      the roles of the CRM, and whether somebody has one
`aggregates.py` counts and totals over just the records that a user may see
"""
