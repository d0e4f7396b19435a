"""`sections.py` the list of Frappe Helpdesk's tickets."""
