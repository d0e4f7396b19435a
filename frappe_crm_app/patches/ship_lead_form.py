"""Give a site from before there were public forms the shipped one, and the days after which submissions are forgotten."""

import frappe

from frappe_crm_app.intake.lead_forms.shipping import ship_form

DAYS = ("keep_submissions_days", "keep_ip_hashes_days")


def execute() -> None:
	ship_form()
	stored, meta = frappe.db.get_singles_dict("CRM Desk Settings"), frappe.get_meta("CRM Desk Settings")
	for fieldname in DAYS:
		if fieldname not in stored:
			frappe.db.set_single_value("CRM Desk Settings", fieldname, meta.get_field(fieldname).default)
