"""The Today page: a sales rep's own, and everybody's for a manager."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime, now_datetime, nowdate
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Case, ValueWrapper

from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read
from frappe_crm_app.benchmark.seeding import ROTS_AFTER
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.today.api import get_today

NOTE, DEAL, CONTACT = "CRM Follow-up Note", "CRM Sales Deal", "CRM Contact"
PAGE = 10
ASCENDING = ("scheduled_on", "expected_close_date", "stage_entered_on")
OWNER = {NOTE: "assigned_to", DEAL: "deal_owner", CONTACT: "contact_owner"}
SHOWN = {
	NOTE: ("subject", "action", "scheduled_on", "contact", "customer", "deal", "assigned_to"),
	DEAL: ("title", "value", "currency", "expected_close_date", "contact", "customer", "deal_owner"),
	CONTACT: ("full_name", "creation", "company_name", "email", "phone", "customer", "contact_owner"),
}


def measures(world: World) -> Iterator[Measure]:
	for key, title, user, whose, owner in (
		("today", "Today, a sales rep", world.rep, "mine", world.rep),
		("today-everybody", "Today, everybody's, a manager", world.manager, "everybody", None),
	):
		yield Measure(
			key,
			title,
			lambda whose=whose: get_today(whose),
			lambda owner=owner: bare_today(world.stages, owner),
			f"{ROLES_ASKED}; the same numbers, rows and names in SQL",
			budget=8,
			user=user,
			is_page=False,  # its numbers cover all that is to be done
		)


def bare_today(stages: tuple[str, ...], owner: str | None) -> None:
	"""Count and read what the page shows: of each part so many rows, and the names of what they link to."""
	may_read(NOTE, DEAL, CONTACT)
	parts = [(doctype, owned(query, doctype, owner), order) for doctype, query, order in queries(stages)]
	union_all([query.select(Count("*")) for _doctype, query, _order in parts]).run()
	rows = []
	for doctype in OWNER:
		pages = [page(doctype, query, order) for kind, query, order in parts if kind == doctype]
		rows += union_all(pages).run(as_dict=True)
	names_of(rows)


def queries(stages: tuple[str, ...]) -> Iterator[tuple[str, QueryBuilder, str]]:
	"""Yield DocType, query and order of each part."""
	today = get_datetime(nowdate())
	tomorrow, week = today + timedelta(days=1), today + timedelta(days=7)
	note, deal, contact = (frappe.qb.DocType(doctype) for doctype in OWNER)
	planned = frappe.qb.from_(note).where(note.status == "Open")
	yield NOTE, planned.where(note.scheduled_on < today), "scheduled_on"
	yield NOTE, planned.where(note.scheduled_on[today:tomorrow]), "scheduled_on"
	yield NOTE, planned.where(note.scheduled_on[tomorrow:week]), "scheduled_on"
	yield NOTE, planned.where(note.scheduled_on.isnull()), "creation"
	is_open = frappe.qb.from_(deal).where(deal.outcome == "Open")
	yield DEAL, is_open.where(deal.expected_close_date < today.date()), "expected_close_date"
	yield DEAL, is_open.where(deal.next_follow_up_on.isnull()), "base_value"
	rests_since = Case().when(deal.last_activity_on > deal.stage_entered_on, deal.last_activity_on)
	too_long = rests_since.else_(deal.stage_entered_on) <= now_datetime() - timedelta(days=ROTS_AFTER + 1)
	is_quiet = deal.stage.isin(stages[:-2]) & too_long
	is_aimless = deal.next_follow_up_on.isnull() | (deal.next_follow_up_on < today)
	yield DEAL, is_open.where(is_quiet & is_aimless), "stage_entered_on"
	leads = frappe.qb.from_(contact).where(contact.status == "Lead")
	leads = leads.where(contact.creation >= today - timedelta(days=30))
	is_new = contact.last_activity_on.isnull() & contact.next_follow_up_on.isnull()
	yield CONTACT, leads.where(is_new), "creation"


def owned(query: QueryBuilder, doctype: str, owner: str | None) -> QueryBuilder:
	return query.where(frappe.qb.DocType(doctype)[OWNER[doctype]] == owner) if owner else query


def page(doctype: str, query: QueryBuilder, order: str) -> QueryBuilder:
	table = frappe.qb.DocType(doctype)
	direction = Order.asc if order in ASCENDING else Order.desc
	return (
		query.select(table.name, *SHOWN[doctype])
		.orderby(table[order], table.name, order=direction)
		.limit(PAGE)
	)


def names_of(rows: list[dict]) -> list:
	"""Read the names of contacts, customers, deals and users of these rows."""
	wanted = []
	for doctype, title, fieldnames in (
		(CONTACT, "full_name", ("contact",)),
		("CRM Customer", "customer_name", ("customer",)),
		(DEAL, "title", ("deal",)),
		("User", "full_name", tuple(OWNER.values())),
	):
		names = {row[fieldname] for row in rows for fieldname in fieldnames if row.get(fieldname)}
		if names:
			table = frappe.qb.DocType(doctype)
			query = frappe.qb.from_(table).select(ValueWrapper(doctype), table.name, table[title])
			wanted.append(query.where(table.name.isin(sorted(names))))
	return union_all(wanted).run() if wanted else []
