"""Give a site from before working hours were a setting those that rules have counted so far: Monday to Friday, nine to five."""

import frappe

from frappe_crm_app.automation.workflow_rules.office_hours import DAYS, SETTINGS

HOURS = {"working_day_begins": "09:00", "working_day_ends": "17:00"}
SHIPPED = {fieldname: int(number < 5) for number, fieldname in enumerate(DAYS)} | HOURS


def execute() -> None:
	stored = frappe.db.get_singles_dict(SETTINGS)
	for fieldname in SHIPPED.keys() - stored.keys():
		frappe.db.set_single_value(SETTINGS, fieldname, SHIPPED[fieldname])
