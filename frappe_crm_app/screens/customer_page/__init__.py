"""Everything about a customer on one page, and what stands in the tabs of a contact.

`api.py`      the endpoints
`overview.py` the customer's figures and what is ours, in seven statements however much there is
`people.py`, `sales.py`, `records.py` the statement of each part
`contact.py`  a contact's deals, projects and tickets
`sections.py` sections of other apps (hook `crm_customer_sections`), asked for by a request of their own
`foreign.py`  how a list of another app's DocType becomes a section; `matching.py` which of its records are the customer's
`erpnext.py`, `helpdesk.py`  the sections of these two as data, one entry each; `hooks.py` lists them in their order

The forms of CRM Customer and CRM Contact show it (`public/js/crm_record/`). docs/customer-page.md describes the hook.
"""
