"""Everything that happened to one record, newest first.

`api.py`     the endpoint
`feed.py`    one page: the keys of its entries by one UNION over all sources of ours, then their details by one more
`sources.py` the sources, of which the hook `crm_timeline_sources` is the list (docs/meeting-points.md)
`details.py` the statement for what the sources know about the entries of a page
`entries.py` the entries of a page
`built_in.py` our sources: notes, mails, comments, stage changes, files, field changes; `fields.py` field changes in words
`titles.py`  titles of linked records, of those that the reader may see

The side panel of the board reads it, and the pages of contacts and customers.
"""
