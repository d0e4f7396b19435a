"""The workspace's number cards and charts."""

import json
from collections.abc import Iterator

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run
from frappe.query_builder.functions import Count, Sum

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World


def measures(world: World) -> Iterator[Measure]:
	yield Measure(
		"card",
		"number card: open deals",
		lambda: card("CRM Open Deals"),
		bare_card,
		"a number card of a bare DocType",
		budget=2,
		user=world.manager,
		is_page=False,
	)
	yield Measure(
		"chart",
		"chart: pipeline by stage",
		lambda: run("CRM Pipeline by Stage", filters={"pipeline": world.pipeline}),
		lambda: totals(world),
		"one GROUP BY in SQL",
		budget=10,
		user=world.manager,
		is_page=False,
	)


def card(name: str) -> object:
	"""Answer a number card as the desk's request does."""
	document = frappe.get_cached_doc("Number Card", name).as_dict()
	return get_result(document, json.loads(document.filters_json))


def bare_card() -> object:
	document = frappe.get_cached_doc("Number Card", "CRM Open Deals").as_dict() | {"document_type": BARE}
	return get_result(document, [[BARE, "status", "=", "Lead", False]])


def totals(world: World) -> list:
	deal = frappe.qb.DocType("CRM Sales Deal")
	query = frappe.qb.from_(deal).select(deal.stage, deal.probability, Count("*"), Sum(deal.base_value))
	return query.where(deal.pipeline == world.pipeline).groupby(deal.stage, deal.probability).run()
