"""Sections of ERPNext's DocTypes, where they are installed. The fields read are those of ERPNext 15 and 16.

A CRM Customer and an ERPNext Customer of the same name are taken for one; issues are found by mail address, too.
"""

import frappe

from frappe_crm_app.customer_overview.foreign import ForeignList
from frappe_crm_app.customer_overview.matching import addresses_of, customers_called
from frappe_crm_app.visibility.sight import Sight

CUSTOMER = "Customer"
QUOTATIONS = ForeignList(
	name="quotations",
	label="Quotations",
	doctype="Quotation",
	title="name",
	fields=("status", "transaction_date", "valid_till", "grand_total", "currency"),
	sorted_by="transaction_date",
)
INVOICES = ForeignList(
	name="invoices",
	label="Invoices",
	doctype="Sales Invoice",
	title="name",
	fields=("status", "posting_date", "due_date", "grand_total", "outstanding_amount", "currency"),
	sorted_by="posting_date",
)
PROJECTS = ForeignList(
	name="projects",
	label="Projects",
	doctype="Project",
	title="project_name",
	fields=("status", "expected_end_date", "percent_complete"),
	sorted_by="modified",
)
ISSUES = ForeignList(
	name="issues",
	label="Issues",
	doctype="Issue",
	title="subject",
	fields=("status", "priority", "opening_date", "raised_by"),
	sorted_by="modified",
)
ASSETS = ForeignList(
	name="assets",
	label="Assets",
	doctype="Asset",
	title="asset_name",
	fields=("status", "asset_category", "location"),
	sorted_by="modified",
)
NOT_CANCELLED = ["docstatus", "<", 2]


def quotations(customer: str, limit: int) -> dict | None:
	"""Return the section of quotations to the customer."""
	return of_party(
		QUOTATIONS, customer, limit, "party_name", [["quotation_to", "=", CUSTOMER], NOT_CANCELLED]
	)


def invoices(customer: str, limit: int) -> dict | None:
	"""Return the section of invoices."""
	return of_party(INVOICES, customer, limit, "customer", [NOT_CANCELLED])


def projects(customer: str, limit: int) -> dict | None:
	"""Return the section of projects."""
	return of_party(PROJECTS, customer, limit, "customer", [])


def assets(customer: str, limit: int) -> dict | None:
	"""Return the section of the assets that the customer owns."""
	return of_party(ASSETS, customer, limit, "customer", [NOT_CANCELLED])


def issues(customer: str, limit: int) -> dict | None:
	"""Return the section of issues: the customer's, and those that its people wrote."""
	if not ISSUES.is_offered():
		return None
	title, own_address = frappe.db.get_value("CRM Customer", customer, ["customer_name", "email"])
	return issues_of(limit, parties_called(title), addresses_of(customer, own_address, Sight()))


def issues_of(limit: int, parties: list[str], addresses: list[str]) -> dict:
	"""Return the section of issues of any of these customers or mail addresses."""
	either = [["customer", "in", parties or [""]], ["raised_by", "in", addresses or [""]]]
	return ISSUES.section(
		limit, or_filters=[rule for rule in either if rule[2] != [""]] or [["name", "=", ""]]
	)


def of_party(listed: ForeignList, customer: str, limit: int, link_field: str, filters: list) -> dict | None:
	"""Return the section of what belongs to the ERPNext customer of the same name, `None` where it is not offered."""
	if not listed.is_offered():
		return None
	parties = parties_called(frappe.db.get_value("CRM Customer", customer, "customer_name"))
	return listed.section(limit, filters=[[link_field, "in", parties or [""]], *filters])


def parties_called(title: str | None) -> list[str]:
	"""Return the ERPNext customers of this name."""
	return customers_called(CUSTOMER, title) if title and frappe.db.table_exists(CUSTOMER) else []
