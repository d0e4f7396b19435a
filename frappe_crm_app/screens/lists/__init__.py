"""What the lists of contacts and customers show beside their rows.

`api.py`    the endpoints
`chips.py`  how many rows there are of each type, or relationship: one statement for the strip and the total
`deals.py`  how many deals the records of one page have: one statement for the page
"""
