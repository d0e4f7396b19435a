"""The endpoints of the customer's page and of a contact's tabs. They show what the session's user may see of each part."""

import frappe

from frappe_crm_app.screens.customer_page import contact as contact_page
from frappe_crm_app.screens.customer_page import overview, sections


@frappe.whitelist(methods=["GET"])
def get_overview(customer: str) -> dict:
	"""Return `{customer, figures, contacts, deals, locations, follow_ups, files, relations, sections}`.

	Each part is `{total, rows, has_hidden}`, the total over all that the user may see, the rows the first twenty; `has_hidden`
	where there is more than they may see. `sections` are
	the names of those that `get_sections` may answer. Raises `frappe.PermissionError`.
	"""
	return overview.overview(customer)


@frappe.whitelist(methods=["GET"])
def get_sections(customer: str) -> list[dict]:
	"""Return the sections of other apps (`sections.py` gives their shape), without those that have nothing to say."""
	return sections.sections(sections.CUSTOMER, customer)


@frappe.whitelist(methods=["GET"])
def get_deal_sections(deal: str) -> list[dict]:
	"""Return the sections of other apps about a deal, of the same shape; raises `frappe.PermissionError`."""
	return sections.sections(sections.DEAL, deal)


@frappe.whitelist(methods=["GET"])
def get_project_sections(project: str) -> list[dict]:
	"""Return the sections about a project, of the same shape; raises `frappe.PermissionError`."""
	return sections.sections(sections.PROJECT, project)


@frappe.whitelist(methods=["GET"])
def get_contact_tabs(contact: str) -> dict:
	"""Return `{deals: {total, rows, has_hidden}, sales: [section], projects: [section], tickets: [section]}` of a contact.

	Sales stand below the deals. Projects and tickets are those of ERPNext and Helpdesk; a list is empty where its app is not installed, or not for
	this user.
	"""
	return contact_page.tabs(contact)
