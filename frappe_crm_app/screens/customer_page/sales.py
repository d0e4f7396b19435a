"""The deals of a customer or contact."""

from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Case, Order
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.screens.board.queries import visible_link
from frappe_crm_app.screens.customer_page.seen import ROWS, count, count_seen, readable, seen
from frappe_crm_app.visibility.user_criteria import UserCriteria

DEAL = "CRM Sales Deal"
FIELDS = (
	*("name", "title", "value", "currency", "outcome", "probability", "expected_close_date", "closed_on"),
	*("deal_owner", "next_follow_up_on", "contact"),
)


def roles_in_deals(contact: str) -> dict[str, str | None]:
	"""Return what somebody has to say in the deals that list them, by deal, whoever sees these."""
	rows = frappe.get_all("CRM Deal Contact", filters={"contact": contact}, fields=["parent", "deal_role"])
	return {row.parent: row.deal_role for row in rows}


def is_of_person(contact: str, listed_in: Iterable[str]) -> Criterion:
	"""Return the condition of the deals of which somebody is the contact, or that list them."""
	deal = frappe.qb.DocType(DEAL)
	is_contact = deal.contact == contact
	return is_contact | deal.name.isin(sorted(listed_in)) if listed_in else is_contact


def is_of_customer(customer: str) -> Criterion:
	"""Return the condition of the deals of a customer."""
	return frappe.qb.DocType(DEAL).customer == customer


def count_deals(condition: Criterion, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the number of deals that meet the condition."""
	return count_seen(frappe.qb.DocType(DEAL), DEAL, condition, criteria)


def count_all_deals(condition: Criterion) -> QueryBuilder:
	"""Return the query for the number of deals that meet the condition, seen or not."""
	return count(frappe.qb.DocType(DEAL), condition)


def add_up_deals(link_field: str, name: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for one row with the figures of a record's deals, values in the base currency."""
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(Count("*").as_("deals_total"))
	for outcome, label in ((Outcome.OPEN, "open"), (Outcome.WON, "won")):
		is_such = deal.outcome == outcome
		query = query.select(
			Count(Case().when(is_such, 1)).as_(f"{label}_deals"),
			Sum(Case().when(is_such, deal.base_value)).as_(f"{label}_value"),
		)
	return seen(query.where(deal[link_field] == name), DEAL, criteria)


def select_deals(condition: Criterion, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the deals that meet the condition and were changed last, with the names of stage, owner and contact: just these are joined."""
	deal, stage, user, contact = (
		frappe.qb.DocType(doctype) for doctype in (DEAL, "CRM Stage", "User", "CRM Contact")
	)
	newest = frappe.qb.from_(deal).select(*(deal[name] for name in FIELDS), deal.stage, deal.modified)
	newest = seen(newest.where(condition), DEAL, criteria)
	newest = newest.orderby(deal.modified, deal.name, order=Order.desc).limit(ROWS).as_("newest")
	query = (
		frappe.qb.from_(newest)
		.left_join(stage)
		.on(stage.name == newest.stage)
		.left_join(user)
		.on(user.name == newest.deal_owner)
		.left_join(contact)
		.on(visible_link(newest.contact, contact, criteria.criterion("CRM Contact")))
		.select(newest.star, stage.stage_name, stage.color)
		.select(user.full_name.as_("owner_name"), contact.full_name.as_("contact_name"))
	)
	rows = query.orderby(newest.modified, newest.name, order=Order.desc).run(as_dict=True)
	return readable(DEAL, FIELDS, rows, {"owner_name": "deal_owner", "contact_name": "contact"})
