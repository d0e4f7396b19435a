"""Open and closed deals of one pipeline, stage by stage, in the base currency."""

import frappe
from frappe import _
from frappe.utils import flt

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.charts import LOOK
from frappe_crm_app.records.pipeline.defaults import default_pipeline
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.permlevels import is_hidden

NUMBERS = 3  # columns without amounts


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict | None]:
	"""Return columns, one row per stage in order, no message, and a chart of the open stages' value.

	Who does not read what deals are worth gets their numbers alone.
	"""
	pipeline = (filters or {}).get("pipeline") or default_pipeline(Tracks.DEALS)
	rows = rows_of(pipeline)
	if is_hidden("CRM Sales Deal", "base_value"):
		return columns()[:NUMBERS], rows, None, None
	return columns(), rows, None, chart([row for row in rows if row["outcome"] == Outcome.OPEN])


def columns() -> list[dict]:
	return [
		{"fieldname": "stage_name", "label": _("Stage"), "fieldtype": "Data", "width": 200},
		{"fieldname": "outcome", "label": _("Outcome"), "fieldtype": "Data", "width": 100},
		{"fieldname": "deals", "label": _("Deals"), "fieldtype": "Int", "width": 100},
		{
			"fieldname": "value",
			"label": _("Value"),
			"fieldtype": "Currency",
			"options": "currency",
			"width": 160,
		},
		{
			"fieldname": "weighted_value",
			"label": _("Weighted Value"),
			"fieldtype": "Currency",
			"options": "currency",
			"width": 160,
		},
	]


def rows_of(pipeline: str | None) -> list[dict]:
	"""Return every stage of the pipeline, also those without deals, with what the user may see of it."""
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline},
		fields=["name", "stage_name", "outcome"],
		order_by="position asc, name asc",
	)
	currency = base_currency()
	rows = {
		stage.name: {**stage, "deals": 0, "value": 0.0, "weighted_value": 0.0, "currency": currency}
		for stage in stages
	}
	for total in totals_of(pipeline):
		row, value = rows[total.stage], flt(total.value)
		row["deals"] += total.deals
		row["value"] += value
		row["weighted_value"] += value * flt(total.probability) / 100
	return list(rows.values())


def totals_of(pipeline: str | None) -> list[dict]:
	"""Return count and value, as far as the user reads it, for each stage and probability, of which there are few."""
	value = [] if is_hidden("CRM Sales Deal", "base_value") else ["sum(base_value) as value"]
	return aggregate(
		"CRM Sales Deal",
		["stage", "probability", "count(name) as deals", *value],
		[["CRM Sales Deal", "pipeline", "=", pipeline]],
		group_by="stage, probability",
	)


def chart(rows: list[dict]) -> dict:
	return {
		"data": {
			"labels": [row["stage_name"] for row in rows],
			"datasets": [
				{"name": _("Value"), "values": [row["value"] for row in rows]},
				{"name": _("Weighted Value"), "values": [row["weighted_value"] for row in rows]},
			],
		},
		"type": "bar",
		**LOOK,
		"fieldtype": "Currency",
		"options": base_currency(),
	}
