"""What stands in the tabs of a contact: deals, and projects and tickets of other apps."""

import frappe

from frappe_crm_app.screens.customer_page import erpnext, helpdesk
from frappe_crm_app.screens.customer_page.sales import count_deals, select_deals
from frappe_crm_app.screens.customer_page.seen import ROWS
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.sight import Sight

TICKETS = (helpdesk.tickets, erpnext.issues)


def tabs(contact: str) -> dict:
	"""Return the tabs' contents; see `api.get_contact_tabs`."""
	sight = Sight()
	record = read_record("CRM Contact", contact, sight, deals_total=count_deals("contact", contact, sight))
	return {
		"deals": {"total": record.deals_total, "rows": select_deals("contact", contact, sight)},
		"projects": projects_of(record),
		"tickets": tickets_of(record),
	}


def projects_of(contact: frappe._dict) -> list[dict]:
	"""Return the section of the projects of the contact's customer, as ERPNext's projects name no contact."""
	if not erpnext.projects.is_offered():
		return []
	customer = contact.customer
	if not customer or not policy.may("CRM Customer", customer):
		return [erpnext.projects.section([], [], ROWS, hides_parties=bool(customer))]
	return [erpnext.projects(customer, ROWS)]


def tickets_of(contact: frappe._dict) -> list[dict]:
	"""Return the sections of what the contact wrote to Helpdesk and to ERPNext's support."""
	addresses = [contact.email] if contact.email else []
	return [listed.section([], addresses, ROWS) for listed in TICKETS if listed.is_offered()]


def offered_tabs() -> dict[str, bool]:
	"""Return which tabs of other apps the session's user has on contacts."""
	return {
		"projects": erpnext.projects.is_offered(),
		"tickets": any(listed.is_offered() for listed in TICKETS),
	}
