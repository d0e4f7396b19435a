"""What our lists show: their columns, what stands beside their rows, and what is exported of them.

`api.py`    the endpoints
`chips.py`  how many rows there are of each type, or relationship: one statement for the strip and the total
`note_chips.py` the same of follow-ups, by when they are due: each chip is filters of the list
`shipping.py` the columns that the lists are shipped with
`exports.py` lists and reports as files whose cells no spreadsheet calculates: `list_file.py`; `tasks.py` enqueues long ones
`deals.py`  how many deals, or contacts, the records of one page have: one statement for the page
"""
