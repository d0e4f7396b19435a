"""What is done for customers after the sale.

`projects/` projects, their milestones and tasks, templates of them, and what moves when a date moves
`documents/` files with their versions: what they are about, who has which
`events/`   meetings and events: invitations, calendars that others read, rooms of those without a login
`logins.py` who takes part in these with a login
"""
