"""Contacts or customers that may be there twice, group by group."""

import frappe
from frappe import _

from frappe_crm_app.records.identity.duplicates import SIGNS, groups_of_duplicates
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.permlevels import empty_hidden


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Return columns and one row per record, those that share a sign together, the oldest of them first."""
	doctype = (filters or {}).get("record_type") or "CRM Contact"
	if doctype not in SIGNS:
		frappe.throw(_("Only contacts and customers are compared."))
	frappe.has_permission(doctype, "read", throw=True)
	return columns(doctype), rows_of(doctype)


def columns(doctype: str) -> list[dict]:
	return [
		{"fieldname": "sign", "label": _("What They Share"), "fieldtype": "Data", "width": 200},
		{
			"fieldname": "name",
			"label": label_of(doctype),
			"fieldtype": "Link",
			"options": doctype,
			"hidden": 1,  # what the name of the record links to
		},
		{"fieldname": "title", "label": _("Name"), "fieldtype": "Data", "width": 260},
		{"fieldname": "email", "label": _("Email"), "fieldtype": "Data", "width": 240},
		{"fieldname": "phone", "label": _("Phone"), "fieldtype": "Data", "width": 150},
		{"fieldname": "creation", "label": _("Created On"), "fieldtype": "Datetime", "width": 170},
	]


def rows_of(doctype: str) -> list[dict]:
	"""Return the records; only the first of a group says what they share."""
	rows = []
	for sign, group in groups_of_duplicates(doctype):
		empty_hidden(doctype, group, {"title": None})
		rows += [{**record, "sign": "" if place else sign} for place, record in enumerate(group)]
	return rows
