"""Counts and totals over just the records that the session's user may see."""

import frappe
from frappe.model.db_query import DatabaseQuery

from frappe_crm_app.visibility.columns import check_filters


def aggregate(
	doctype: str, fields: list[str], filters: list | dict, group_by: str | None = None
) -> list[frappe._dict]:
	"""Return one row per value of `group_by`, or one in all, with `fields` such as `"count(name) as deals"`.

	`DatabaseQuery` adds the user's permission conditions and takes SQL functions on Frappe 15 and 16 alike, which
	`frappe.get_list` does not. `fields` are code, never a caller's text; filters may be a caller's, and name fields that there are.
	Raises `frappe.PermissionError` or `frappe.ValidationError`.
	"""
	check_filters(doctype, filters)
	return DatabaseQuery(doctype).execute(fields=fields, filters=filters, group_by=group_by, order_by=None)
