"""How many rows there are of each type of contact, or relationship of customer."""

import frappe
from frappe import _

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.columns import check_filters

FIELD_OF = {"CRM Contact": "contact_type", "CRM Customer": "relationship"}


def counts(doctype: str, filters: str | list | None) -> dict:
	"""Return total and number for each value; see `api.get_chips`."""
	if doctype not in FIELD_OF:
		frappe.throw(_("Only lists of contacts and customers have such a strip."))
	frappe.has_permission(doctype, "read", throw=True)
	fieldname = FIELD_OF[doctype]
	others = [rule for rule in read_filters(doctype, filters) if fieldname not in rule[:2]]
	rows = aggregate(doctype, [fieldname, "count(name) as records"], others, group_by=fieldname)
	return {
		"total": sum(row.records for row in rows),
		"counts": {row[fieldname]: row.records for row in rows},
	}


def read_filters(doctype: str, filters: str | list | None) -> list[list]:
	"""Return a list's filters, each `[doctype, fieldname, operator, value]` or without the DocType, on fields that there are."""
	asked = read_json(filters) if filters else []
	if not isinstance(asked, list) or any(not isinstance(rule, list) or len(rule) < 3 for rule in asked):
		frappe.throw(_("These are no filters of a list."))
	check_filters(doctype, asked)
	return asked
