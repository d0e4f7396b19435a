"""The signed PDF of an accepted quote, owed in the transaction that accepts it.

`owing.py`       writes the CRM Quote Certificate row, which the engine for owed work (`kit/outbox/`) works off
`making.py`      makes, stores and mails the PDF, in one transaction under the row's lock
`certificate.py` the page that is added: what was signed, by whom, when, and how to verify it
`qr.py`          the address of the page that verifies, as a picture
"""
