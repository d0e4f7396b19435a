"""A quote: what is offered, frozen once it is sent, and what becomes of it.

`drafting.py`   what a save makes of a draft: defaults, whom it is for, its totals; called by the controller of CRM Quote
`lines.py`      its lines: taken from products, checked, put in order
`computing.py`  its totals, by `kit/money/`, also with other optional lines chosen
`untaxed.py`    which lines have no tax without anybody having said so (no frappe)
`cleaning.py`   HTML of people, for the PDF and mails
`freezing.py`   what may not be changed any more, and by whom: nobody
`state.py`      a quote locked, and its state written past the frozen document
`numbering.py`  `Q-2026-0042`, from a locked counter for each year
`creating.py`   a draft from a deal or contact
`sending.py`    a draft becomes Sent: number, PDF, the former version superseded, mails owed
`mailing.py`    an owed mail is put into Frappe's Email Queue, with the PDF as it was stored; `tasks.py` its outbox
`settings.py`   what CRM Desk Settings may say of quotes
`pdf.py`        what the PDF says; `pdf_drawing.py` makes it, by WeasyPrint; `pdf_fetching.py` what that may load: pictures that stand in it
`stored_pdf.py` the PDF as it was sent: kept, read, checked by its SHA-256
`revising.py`   a new draft of what was sent; `differing.py` which lines differ (no frappe)
`revoking.py`   links lead nowhere any more
`accepting.py`  viewed, accepted, declined
`telling_owner.py` what the owner is told, and has to do
`deal_value.py` the deal of a quote: its value, and that it is won
`renewal.py`    when what recurs is to be renewed, and the quote that does; `recurring.py` what it brings each month (pure)
`expiring.py`   what passes its last day, and who is reminded before
`event_kinds.py` what may happen to quotes      `timeline.py` quotes in timelines
`existing.py`   whether a site has any
`removal.py`    who has quotes that were sent is not deleted
`listing.py`    the quotes of a record, for its page
`api.py`        what the desk asks for
"""
