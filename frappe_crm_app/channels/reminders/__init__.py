"""Telling people what is due: a reminder for each follow-up, and a digest in the morning.

`tasks.py`       what both are for the engine (`kit/outbox/`), whose sweep finds what is due and whose morning has come
`due.py`         which notes are due, and whose reminders are; CRM Follow-up Note calls `keep_reminder_true`
`reminding.py`   one note: locked, told, marked, in one transaction
`digest.py`      one person's morning: claimed, told, in one transaction     `morning.py`  whose morning it is
`digest_parts.py` what it says; others add to it by the hook `crm_digest_parts` (docs/meeting-points.md)
`preferences.py` what a person wants     `api.py`  the endpoints of that
"""
