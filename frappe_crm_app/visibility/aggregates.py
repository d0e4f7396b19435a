"""Counts and totals over just the records that the session's user may see."""

import frappe
from frappe.model.db_query import DatabaseQuery

from frappe_crm_app.visibility.columns import check_field, check_filters
from frappe_crm_app.visibility.filter_values import refusing_odd_values


def aggregate(
	doctype: str, fields: list[str], filters: list | dict, group_by: str | None = None
) -> list[frappe._dict]:
	"""Return one row per value of `group_by`, or one in all, with `fields` such as `"count(name) as deals"`.

	`DatabaseQuery` adds the user's permission conditions and takes SQL functions on Frappe 15 and 16 alike, which
	`frappe.get_list` does not. What is counted, summed or grouped by is of a level that the user reads. `fields` are code, never a caller's text; filters may be a caller's, and name fields that there are.
	Raises `frappe.PermissionError` or `frappe.ValidationError`.
	"""
	check_filters(doctype, filters)
	for field in (*fields, *(group_by or "").split(",")):
		if field:
			check_field(doctype, field.strip())
	with refusing_odd_values():
		return DatabaseQuery(doctype).execute(
			fields=fields, filters=filters, group_by=group_by, order_by=None
		)
