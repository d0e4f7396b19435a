"""The workspace's number cards and charts. respond.io's failures, of which there should be none, are left out."""

import json
from collections.abc import Iterator

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run
from frappe.query_builder.functions import Count, Sum
from frappe.utils import (
	add_days,
	add_months,
	get_datetime,
	get_first_day,
	get_last_day,
	now_datetime,
	nowdate,
)
from pypika.queries import QueryBuilder

from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read

CONTACT, DEAL, NOTE = "CRM Contact", "CRM Sales Deal", "CRM Follow-up Note"


def measures(world: World) -> Iterator[Measure]:
	common = {"floor_title": f"{ROLES_ASKED}; the same in SQL", "user": world.manager, "is_page": False}
	for key, name, floor in (
		("card-open", "CRM Open Deals", count_open_deals),
		("card-value", "CRM Open Value", sum_open_deals),
		("card-won", "CRM Won This Month", sum_won_deals),
		("card-overdue", "CRM Follow-ups Overdue", count_overdue_notes),
	):
		yield Measure(key, f"number card: {name}", Card(name), floor, budget=2, **common)
	for key, name, filters, floor in (
		("chart-stages", "CRM Pipeline by Stage", {"pipeline": world.pipeline}, lambda: by_stage(world)),
		("chart-won", "CRM Won Value by Month", {}, by_day_won),
		("chart-sources", "CRM New Contacts by Source", {}, by_source),
	):
		yield Measure(key, f"chart: {name}", Chart(name, filters), floor, budget=13, **common)


class Card:
	"""Answers a number card as the desk's request does, its dynamic filters filled in."""

	def __init__(self, name: str):
		self.name = name

	def __call__(self) -> object:
		card = frappe.get_cached_doc("Number Card", self.name)
		filters = json.loads(card.filters_json)
		if card.type == "Custom":
			return frappe.get_attr(card.method)(filters)
		for doctype, fieldname, operator, _script in json.loads(card.dynamic_filters_json or "[]"):
			filters.append([doctype, fieldname, operator, now_datetime()])
		return get_result(card.as_dict(), filters)


class Chart:
	"""Answers the report behind a chart."""

	def __init__(self, name: str, filters: dict):
		self.name, self.filters = name, filters

	def __call__(self) -> object:
		return run(self.name, filters=self.filters)


def deals(outcome: str) -> QueryBuilder:
	may_read(DEAL)
	deal = frappe.qb.DocType(DEAL)
	return frappe.qb.from_(deal).where(deal.outcome == outcome)


def count_open_deals() -> list:
	return deals("Open").select(Count("*")).run()


def sum_open_deals() -> list:
	return deals("Open").select(Sum(frappe.qb.DocType(DEAL).base_value)).run()


def sum_won_deals() -> list:
	deal = frappe.qb.DocType(DEAL)
	this_month = deal.closed_on.between(get_first_day(nowdate()), get_last_day(nowdate()))
	return deals("Won").select(Sum(deal.base_value)).where(this_month).run()


def count_overdue_notes() -> list:
	may_read(NOTE)
	note = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(note).select(Count("*")).where(note.status == "Open")
	query = query.where(note.assigned_to == frappe.session.user)
	return query.where(note.scheduled_on < get_datetime(nowdate())).run()


def by_stage(world: World) -> list:
	may_read(DEAL)
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(deal.stage, deal.probability, Count("*"), Sum(deal.base_value))
	return query.where(deal.pipeline == world.pipeline).groupby(deal.stage, deal.probability).run()


def by_day_won() -> list:
	deal = frappe.qb.DocType(DEAL)
	query = deals("Won").select(deal.closed_on, Count("*"), Sum(deal.base_value))
	since = get_first_day(add_months(nowdate(), -11))
	return query.where(deal.closed_on >= since).groupby(deal.closed_on).run()


def by_source() -> list:
	may_read(CONTACT)
	contact = frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(contact).select(contact.source, Count("*"))
	return query.where(contact.creation >= add_days(nowdate(), -90)).groupby(contact.source).run()
