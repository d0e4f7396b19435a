"""How many rows each chip above a list would show: of a type of contact, a relationship of customer, a status of submission."""

import frappe
from frappe import _

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.screens.lists.note_chips import NOTE, note_counts
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.columns import check_filters
from frappe_crm_app.visibility.filter_values import check_values
from frappe_crm_app.visibility.permlevels import is_hidden

FIELD_OF = {"CRM Contact": "contact_type", "CRM Customer": "relationship", "CRM Lead Submission": "status"}


def counts(doctype: str, filters: str | list | None) -> dict:
	"""Return total and number for each value; see `api.get_chips`."""
	if doctype not in (*FIELD_OF, NOTE):
		frappe.throw(_("This list has no such strip."))
	frappe.has_permission(doctype, "read", throw=True)
	if doctype == NOTE:
		return note_counts(read_filters(doctype, filters))
	fieldname = FIELD_OF[doctype]
	others = [rule for rule in read_filters(doctype, filters) if fieldname not in rule[:2]]
	if is_hidden(doctype, fieldname):
		return {"total": aggregate(doctype, ["count(name) as records"], others)[0].records, "counts": {}}
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
	check_values(doctype, asked)
	return [rule[:4] for rule in asked]
