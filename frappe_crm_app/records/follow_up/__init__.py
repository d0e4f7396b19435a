"""What happened and what comes next.

`reference.py` fills a note's contact, customer, deal and stage from the record it is about
`activity.py`  keeps `next_follow_up_on` and `last_activity_on` of those three true, by set-based SQL
`closing.py`   cancels what is still planned for a deal that closes
`event_kinds.py` what may happen to notes, and when one is due or overdue

CRM Follow-up Note calls both; CRM Contact, CRM Customer and CRM Sales Deal call them when links between them change.
"""
