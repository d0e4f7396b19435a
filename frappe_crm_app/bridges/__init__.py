"""What other apps have about our customers and contacts; each app is optional.

`foreign.py`  how a list of another app's DocType becomes a section of a page
`matching.py` which of its records are the customer's
`erpnext/`, `helpdesk/`  their lists as data, one entry each; `hooks.py` lists them in their order
"""
