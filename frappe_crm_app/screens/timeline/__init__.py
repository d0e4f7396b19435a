"""Everything that happened to one record, newest first.

`api.py`     the endpoint
`feed.py`    one page: the keys of its entries by one UNION over all sources, then their details by one more
`sources.py` the sources: notes, comments, mails, stage changes, field changes, files
`details.py` the statement for what the sources know about the entries of a page
`entries.py` what an entry of each source says
`fields.py`  field changes in words
`titles.py`  titles of linked records, of those that the reader may see

The side panel of the board reads it, and the pages of contacts and customers.
"""
