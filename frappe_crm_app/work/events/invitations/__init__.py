"""Mails to who is invited to an event, and their answers.

`owing.py`   what a save, or inviting, owes to whom      `tasks.py` the outbox
`mailing.py` an owed mail is put into Frappe's Email Queue, with the calendar among its alternatives (`alternative.py`, pure)
`facts.py`   an event as ICS says it to one person      `links.py` the signed link by which that one answers
`replies.py` answers that mail programs send, read from the inbox; `one_day.py` for one day of a series alone
`api.py`     what the page of such a link asks for
"""
