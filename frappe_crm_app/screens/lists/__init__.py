"""What the lists of contacts and customers show beside their rows, and what is exported of lists.

`api.py`    the endpoints
`chips.py`  how many rows there are of each type, or relationship: one statement for the strip and the total
`exports.py` lists and reports as files whose cells no spreadsheet calculates: `list_file.py`; `tasks.py` enqueues long ones
`deals.py`  how many deals the records of one page have: one statement for the page
"""
