"""Everything that happened to one record, newest first.

`api.py`     the endpoint
`feed.py`    one page: the keys of its entries by one UNION over all sources of ours, then their details by one more
`related.py` of which records a timeline tells: its own, and those related to it
`sources.py` the sources, of which the hook `crm_timeline_sources` is the list (docs/meeting-points.md); `ways.py` how rows of each are found
`plans.py`   what is planned, above what happened
`details.py` the statement for what the sources know about the entries of a page
`entries.py` the entries of a page
`notes.py`, `mails.py`, `own_mails.py`, `built_in.py` our sources: notes, mails of Frappe's and of mailboxes, and the others; `rows.py` what they share; `fields.py` field changes in words
`consents.py` what a person allowed or forbade
`titles.py`  titles of linked records, of those that the reader may see

The side panel of the board reads it, and the pages of contacts and customers.
"""
