"""Where the contacts of a period came from."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.kit.charts import LOOK
from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.visibility.aggregates import aggregate

DAYS = 90
MOST_SLICES = 6  # as many names as stand below the ring on the workspace


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], None, dict]:
	"""Return columns, one row per source (the most frequent first), no message, and a chart."""
	filters = filters or {}
	if not all(isinstance(filters.get(name) or "", str | date) for name in ("from_date", "to_date")):
		frappe.throw(_("The period begins and ends on a day."), PeriodError)
	to_date = getdate(filters.get("to_date") or nowdate())
	from_date = getdate(filters.get("from_date") or add_days(to_date, -DAYS))
	if from_date > to_date:
		frappe.throw(_("The period cannot end before it starts."), PeriodError)
	rows = rows_of(from_date, to_date)
	return columns(), rows, None, chart(rows)


def columns() -> list[dict]:
	return [
		{"fieldname": "source_name", "label": _("Source"), "fieldtype": "Data", "width": 220},
		{"fieldname": "contacts", "label": _("New Contacts"), "fieldtype": "Int", "width": 140},
	]


def rows_of(from_date: object, to_date: object) -> list[dict]:
	"""Return the contacts created from the first to the last day, counted by source."""
	counts = aggregate(
		"CRM Contact",
		["source", "count(name) as contacts"],
		[
			["CRM Contact", "creation", ">=", from_date],
			["CRM Contact", "creation", "<", add_days(to_date, 1)],
		],
		group_by="source",
	)
	titles = dict(frappe.get_all("CRM Source", fields=["name", "source_name"], as_list=True))
	rows = [
		{"source_name": titles.get(row.source) or _("Not known"), "contacts": row.contacts} for row in counts
	]
	return sorted(rows, key=lambda row: (-row["contacts"], row["source_name"]))


def chart(rows: list[dict]) -> dict:
	slices = slices_of(rows)
	return {
		"data": {
			"labels": [name for name, _contacts in slices],
			"datasets": [{"name": _("New Contacts"), "values": [contacts for _name, contacts in slices]}],
		},
		"type": "donut",
		**LOOK,
	}


def slices_of(rows: list[dict]) -> list[tuple[str, int]]:
	"""Return the name and number of each slice; the rarest sources share the last one where there are many."""
	slices = [(row["source_name"], row["contacts"]) for row in rows]
	if len(slices) <= MOST_SLICES:
		return slices
	rest = sum(contacts for _name, contacts in slices[MOST_SLICES - 1 :])
	return [*slices[: MOST_SLICES - 1], (_("Others"), rest)]
