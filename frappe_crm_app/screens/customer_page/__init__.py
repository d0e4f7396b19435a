"""Everything about a customer on one page, and what stands in the tabs of a contact.

`api.py`      the endpoints
`overview.py` the customer's figures and what is ours, in seven statements however much there is
`people.py`, `sales.py`, `records.py` the statement of each part, `seen.py` what they share
`contact.py`  a contact's deals, and the tabs of other apps (hook `crm_contact_sections`)
`sections.py` sections of other apps (hooks `crm_customer_sections`, `crm_deal_sections`), asked for by a request of their own

The forms of CRM Customer and CRM Contact show it (`public/js/crm_record/`). docs/customer-page.md describes the hook; what
ERPNext and Helpdesk have is `bridges/`. The page of a deal and its panel on the board show the deal's
sections.
"""
