"""How many deals the records of one page of a list have, and how many contacts its customers."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Case

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.user_criteria import UserCriteria

LINK_OF = {"CRM Contact": "contact", "CRM Customer": "customer"}
LONGEST_PAGE = 500


def counts(doctype: str, names: str | list) -> dict:
	"""Return the numbers by record; see `api.get_deal_counts`."""
	if doctype not in LINK_OF:
		frappe.throw(_("Deals are counted for a list of contacts or customers."))
	asked = read_names(names)
	if not asked or not frappe.has_permission("CRM Sales Deal", "read"):
		return {}
	return {
		row.record: {"deals": row.deals, "open": int(row.open)} for row in select(LINK_OF[doctype], asked)
	}


def contact_counts(names: str | list) -> dict[str, int]:
	"""Return the numbers by customer; see `api.get_contact_counts`."""
	asked = read_names(names)
	if not asked or not frappe.has_permission("CRM Contact", "read"):
		return {}
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).where(contact.customer.isin(asked)).groupby(contact.customer)
	query = query.select(contact.customer.as_("record"), Count("*").as_("contacts"))
	allowed = UserCriteria().criterion("CRM Contact")
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	return {row.record: row.contacts for row in rows}


def read_names(names: str | list) -> list[str]:
	"""Return the names of one page of a list."""
	asked = read_json(names)
	if not isinstance(asked, list) or not all(isinstance(name, str) for name in asked):
		frappe.throw(_("The names must be a list of texts."))
	if len(asked) > LONGEST_PAGE:
		frappe.throw(_("Records are counted for at most {0} rows at once.").format(LONGEST_PAGE))
	return asked


def select(link_field: str, names: list[str]) -> list[frappe._dict]:
	"""Return `record`, `deals` and `open` for each of these that has deals that the session's user sees."""
	deal = frappe.qb.DocType("CRM Sales Deal")
	is_open = Case().when(deal.outcome == Outcome.OPEN, 1).else_(0)
	query = frappe.qb.from_(deal).where(deal[link_field].isin(names)).groupby(deal[link_field])
	query = query.select(deal[link_field].as_("record"), Count("*").as_("deals"), Sum(is_open).as_("open"))
	allowed = UserCriteria().criterion("CRM Sales Deal")
	return (query if allowed is None else query.where(allowed)).run(as_dict=True)
