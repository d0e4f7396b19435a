"""What is true of contacts, customers, deals, notes, locations and mails, whoever saves them.

`identity/` who is who    `pipeline/` where a deal or customer stands    `follow_up/` notes and the dates they keep    `removal/` deleting
`deal_people/` who takes part in a deal    `deal_history/` what deals were worth on each day    `search/` what is found while somebody types
`consent/` what a person allowed, by channel    `audiences/` segments, mailing lists and their subscribers
`agenda/` what somebody has to look after    `trades/` what belongs to one trade only    `mail/` mails in mailboxes, and what they are about

Imports `kit` and `visibility` only. What others make follow from a save, a merge or an import, `hooks.py` lists.
"""
