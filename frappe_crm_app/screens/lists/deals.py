"""How many deals the records of one page of a list have, and how many contacts its customers."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Field

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.visibility.user_criteria import UserCriteria

DEAL = "CRM Sales Deal"
LINK_OF = {"CRM Contact": "contact", "CRM Customer": "customer"}
LONGEST_PAGE = 500


def counts(doctype: str, names: str | list) -> dict:
	"""Return the numbers by record; see `api.get_deal_counts`."""
	if doctype not in LINK_OF:
		frappe.throw(_("Deals are counted for a list of contacts or customers."))
	asked = read_names(names)
	if not asked or not frappe.has_permission(DEAL, "read"):
		return {}
	found: dict[str, dict] = {}
	for row in select(LINK_OF[doctype], asked):
		numbers = found.setdefault(row.record, {"deals": 0, "open": 0})
		numbers["deals"] += row.deals
		numbers["open"] += int(row.open)
	return found


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
	asked = read_texts(names, refuse_no_names)
	if len(asked) > LONGEST_PAGE:
		frappe.throw(_("Records are counted for at most {0} rows at once.").format(LONGEST_PAGE))
	return asked


def refuse_no_names() -> None:
	frappe.throw(_("The names must be a list of texts."))


def select(link_field: str, names: list[str]) -> list[frappe._dict]:
	"""Return `record`, `deals` and `open` for these that have deals that the session's user sees.

	A contact may have two rows: for the deals of which they are the contact, and for those of which they are another person.
	"""
	deal, row = frappe.qb.DocType(DEAL), frappe.qb.DocType("CRM Deal Contact")
	queries = [count_by(deal[link_field], names)]
	if link_field == "contact":
		takes_part = count_by(row.contact, names).join(row).on(row.parent == deal.name)
		queries.append(takes_part.where(row.is_primary == 0))
	allowed = UserCriteria().criterion(DEAL)
	return union_all([query if allowed is None else query.where(allowed) for query in queries]).run(
		as_dict=True
	)


def count_by(record: Field, names: list[str]) -> QueryBuilder:
	"""Return the query for `record`, `deals` and `open` of those of these names that the column holds."""
	deal = frappe.qb.DocType(DEAL)
	is_open = Case().when(deal.outcome == Outcome.OPEN, 1).else_(0)
	query = frappe.qb.from_(deal).where(record.isin(names)).groupby(record)
	return query.select(record.as_("record"), Count("*").as_("deals"), Sum(is_open).as_("open"))
