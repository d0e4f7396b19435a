"""What a person allowed, by channel: Email, SMS, WhatsApp. Rows of CRM Consent are appended and never changed; the newest holds.

`appending.py`  writes rows, one or many, and has the boxes of the contacts follow
`standing.py`   what holds: of given contacts, and as part of a query
`boxes.py`      `email_opt_out` and `messaging_opt_out` of contacts, which follow the rows
`saving.py`     what a save of a contact says: a box that changes, a wording that was agreed to
`allowing.py`   who may not be written to for marketing; what the person asked for, or has to know, asks none of this
`lifting.py`    who takes a withdrawal back for somebody else
`merging.py`    of two people who become one the strictest holds; undoing it takes that back
`filling.py`    makes rows of what boxes and wording say (patch)
`api.py`        endpoints: noting what somebody said, and what holds of one contact
"""
