"""Give a site from before there were quotes what CRM Desk Settings say of new ones."""

import frappe

SETTINGS = "CRM Desk Settings"


def execute() -> None:
	stored = frappe.db.get_singles_dict(SETTINGS)
	for field in frappe.get_meta(SETTINGS).fields:
		if field.fieldname.startswith("quote_") and field.default and field.fieldname not in stored:
			frappe.db.set_single_value(SETTINGS, field.fieldname, field.default)
