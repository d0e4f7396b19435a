"""What was won in each of the last months, in the base currency."""

from datetime import date

from frappe import _
from frappe.utils import add_months, cint, get_first_day, getdate

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.charts import LOOK
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.permlevels import is_hidden

MONTHS = 12
NUMBERS = 2  # columns without amounts


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict | None]:
	"""Return columns, one row per month (the oldest first, months without a win too), no message, and a chart.

	Who does not read what deals are worth gets their numbers alone.
	"""
	months = cint((filters or {}).get("months")) or MONTHS
	rows = rows_of(getdate(), months)
	if is_hidden("CRM Sales Deal", "base_value"):
		return columns()[:NUMBERS], rows, None, None
	return columns(), rows, None, chart(rows)


def columns() -> list[dict]:
	return [
		{"fieldname": "month", "label": _("Month"), "fieldtype": "Data", "width": 140},
		{"fieldname": "deals", "label": _("Deals Won"), "fieldtype": "Int", "width": 120},
		{
			"fieldname": "value",
			"label": _("Value"),
			"fieldtype": "Currency",
			"options": "currency",
			"width": 160,
		},
	]


def rows_of(today: date, months: int) -> list[dict]:
	"""Return a row for each of the last `months` months up to `today`.

	The database adds up days, of which a year has few; months are added up here, since each database has its own way
	of naming a month.
	"""
	starts = [getdate(get_first_day(add_months(today, -back))) for back in reversed(range(months))]
	currency = base_currency()
	rows = {
		start: {
			"month": f"{_(start.strftime('%b'))} {start.year}",
			"deals": 0,
			"value": 0.0,
			"currency": currency,
		}
		for start in starts
	}
	value = [] if is_hidden("CRM Sales Deal", "base_value") else ["sum(base_value) as value"]
	days = aggregate(
		"CRM Sales Deal",
		["closed_on", "count(name) as deals", *value],
		[["CRM Sales Deal", "outcome", "=", Outcome.WON], ["CRM Sales Deal", "closed_on", ">=", starts[0]]],
		group_by="closed_on",
	)
	for day in days:
		row = rows.get(getdate(day.closed_on).replace(day=1))
		if row:
			row["deals"] += day.deals
			row["value"] += float(day.value or 0)
	return list(rows.values())


def chart(rows: list[dict]) -> dict:
	return {
		"data": {
			"labels": [row["month"].split()[0] for row in rows],
			"datasets": [{"name": _("Won Value"), "values": [row["value"] for row in rows]}],
		},
		"type": "bar",
		**LOOK,
		"fieldtype": "Currency",
		"options": base_currency(),
	}
