"""Whoever has the link to a quote looks at it, asks, accepts or declines, and has proof; anybody with the PDF verifies it.

`api.py`        the guest's endpoints: each counts, finds the link, delegates; `limits.py` how often
`links.py`      links made as a quote is mailed, found by their token, revoked
`presenting.py` the quote as the page shows it, with `money.py`, `seller.py`, `versions.py`, and `changes.py` since the version seen before
`said.py`       what is sent along, read: `names.py`, `drawing.py` (pure)
`choosing.py`   optional lines and what the quote comes to with them
`seeing.py`     views      `asking.py` questions, which become follow-ups of the deal
`deciding.py`   accepting and declining, under the quote's lock
`codes.py`      six digits by mail; `confirming.py` mails them
`records.py`    the append-only rows, each chained to the one before; `chain.py`, `canonical.py` how (pure)
`signing/`      the signed PDF with its certificate page; `tasks.py` its outbox
`files.py`      the PDFs given to whoever has the link      `verifying.py` what anybody with a PDF may know
`headers.py`    what browsers are told: kept nowhere, found by nobody, in no frame

It is a simple electronic signature: what proves it is that the record, the mail and the PDF say the same.
"""
