"""The section of Frappe Helpdesk's tickets, where it is installed. The fields read are those of Helpdesk 1.

A CRM Customer and an HD Customer of the same name are taken for one; tickets are found by mail address, too.
"""

import frappe

from frappe_crm_app.customer_overview.foreign import ForeignList
from frappe_crm_app.customer_overview.matching import addresses_of, customers_called
from frappe_crm_app.visibility.sight import Sight

CUSTOMER = "HD Customer"
TICKETS = ForeignList(
	name="tickets",
	label="Tickets",
	doctype="HD Ticket",
	title="subject",
	fields=("status", "priority", "opening_date", "raised_by"),
	sorted_by="modified",
	route="/helpdesk/tickets/{name}",
)


def tickets(customer: str, limit: int) -> dict | None:
	"""Return the section of tickets: the customer's, and those that its people wrote."""
	if not TICKETS.is_offered():
		return None
	title, own_address = frappe.db.get_value("CRM Customer", customer, ["customer_name", "email"])
	parties = customers_called(CUSTOMER, title) if frappe.db.table_exists(CUSTOMER) else []
	return tickets_of(limit, parties, addresses_of(customer, own_address, Sight()))


def tickets_of(limit: int, parties: list[str], addresses: list[str]) -> dict:
	"""Return the section of tickets of any of these customers or mail addresses."""
	either = [["customer", "in", parties], ["raised_by", "in", addresses]]
	return TICKETS.section(limit, or_filters=[rule for rule in either if rule[2]] or [["name", "=", 0]])
