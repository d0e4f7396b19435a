"""The quotes of a customer, a deal and a contact on their pages (hooks `crm_customer_sections`, `crm_deal_sections`, `crm_contact_sections`).

Shown is each quote by its newest version, and drafts; a superseded version stands on the page of the one that took its place.
"""

import frappe
from frappe import _
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import is_there

QUOTE = "CRM Quote"
NAME = "quotes"
FIELDS = (
	"name",
	"quote_number",
	"display_number",
	"title",
	"status",
	"gross_total",
	"currency",
	"valid_until",
)


def of_customer(customer: str, limit: int) -> dict | None:
	"""Return the quotes of a customer, with a button for a new one."""
	return section(frappe.qb.DocType(QUOTE).customer == customer, limit, (CUSTOMER, customer))


def of_deal(deal: str, limit: int) -> dict | None:
	"""Return the quotes of a deal, with a button for a new one."""
	return section(frappe.qb.DocType(QUOTE).deal == deal, limit, (DEAL, deal))


class ContactQuotes:
	"""The quotes of a contact, below its deals."""

	tab = "sales"

	def is_offered(self) -> bool:
		"""Return whether the session's user reads quotes."""
		return bool(frappe.has_permission(QUOTE, "read"))

	def of_contact(self, contact: frappe._dict, limit: int) -> dict | None:
		"""Return them, with a button for a new one."""
		return section(frappe.qb.DocType(QUOTE).contact == contact.name, limit, (CONTACT, contact.name))


OF_CONTACT = ContactQuotes()


def section(are_meant: Criterion, limit: int, begins_from: tuple[str, str]) -> dict | None:
	"""Return the section (`screens/customer_page/sections.py`), `None` where there is nothing to see and nothing to begin."""
	if not frappe.has_permission(QUOTE, "read"):
		return None
	rows = read(are_meant, limit + 1)
	add = button(begins_from)
	if not rows and not add:
		return None
	return {
		"name": NAME,
		"label": _("Quotes"),
		"doctype": QUOTE,
		"title_field": "title",
		"columns": columns(),
		"rows": rows[:limit],
		"has_more": len(rows) > limit,
		"is_limited": not rows and begins_from[0] != DEAL and hides_some(are_meant),
		"add": add,
	}


def hides_some(are_meant: Criterion) -> bool:
	"""Return whether there are such quotes that the session's user does not see, where they see none."""
	return UserCriteria().criterion(QUOTE) is not None and is_there(QUOTE, are_meant)


def button(begins_from: tuple[str, str]) -> dict | None:
	"""Return the button that begins a quote for this record, for who may write quotes."""
	if not frappe.has_permission(QUOTE, "create"):
		return None
	doctype, name = begins_from
	method = "frappe_crm_app.selling.quotes.api.create_from"
	return {"label": _("New Quote"), "method": method, "values": {"doctype": doctype, "name": name}}


def read(are_meant: Criterion, limit: int) -> list[frappe._dict]:
	"""Return the quotes that are meant and that the session's user sees, newest first."""
	quote = frappe.qb.DocType(QUOTE)
	is_shown = quote.status != QuoteStatus.SUPERSEDED
	query = frappe.qb.from_(quote).select(*(quote[field] for field in FIELDS)).where(are_meant & is_shown)
	query = query.orderby(quote.creation, order=frappe.qb.desc).orderby(quote.name).limit(limit)
	allowed = UserCriteria().criterion(QUOTE)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	for row in rows:  # a draft has no number, and is called by its title
		row.display_number = row.display_number if row.quote_number else None
	empty_hidden(QUOTE, rows)
	return rows


def columns() -> list[dict]:
	"""Return what the columns are called and how their values are written."""
	return [
		column("title", _("Title")),
		column("display_number", _("Number")),
		column("status", _("Status"), "Select"),
		column("gross_total", _("Total"), "Currency", "currency"),
		column("valid_until", _("Valid Until"), "Date"),
	]


def column(fieldname: str, label: str, fieldtype: str = "Data", options: str | None = None) -> dict:
	"""Return one column."""
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "options": options}
