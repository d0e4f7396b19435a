"""Telling people what others gave them, took from them or said to them: in the desk, and by mail as they choose in Frappe's Notification Settings.

`giving.py`   a contact, customer, deal or follow-up has become somebody's, or is theirs no longer, by another's doing (`on_update`)
`many.py`     many records at once, of which one sentence tells: a bulk change, an import
`mentions.py` somebody is mentioned in a follow-up; Frappe tells of comments, and of what is assigned by it
`sentences.py` what is said of one record and of many

Nobody is told of what they do themselves. A save that concerns nobody else sends no statement for it. Public forms tell of their
leads themselves (`intake/lead_forms/notifying.py`).
"""
