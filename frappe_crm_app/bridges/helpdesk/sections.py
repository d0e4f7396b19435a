"""The section of Frappe Helpdesk's tickets, where it is installed. The fields read are those of Helpdesk 1.

A CRM Customer and an HD Customer of the same name are taken for one; tickets are found by mail address, too.
"""

from frappe_crm_app.bridges.foreign import ForeignList

tickets = ForeignList(
	name="tickets",
	label="Tickets",
	doctype="HD Ticket",
	party="HD Customer",
	address_field="raised_by",
	title="subject",
	fields=("status", "priority", "opening_date", "raised_by"),
	tab="tickets",
	route="/helpdesk/tickets/{name}",
)
