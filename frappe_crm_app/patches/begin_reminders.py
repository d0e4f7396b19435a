"""Give a site from before there were reminders the shipped settings, and remind nobody of what was overdue then."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.channels.reminders.due import leave_untold

SETTINGS = {"send_reminders": 1, "mail_reminders": 0, "send_digest": 1, "digest_hour": 8}


def execute() -> None:
	single = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(single).select(single.field).where(single.doctype == "CRM Desk Settings")
	for fieldname in SETTINGS.keys() - set(stored.run(pluck=True)):
		frappe.db.set_single_value("CRM Desk Settings", fieldname, SETTINGS[fieldname])
	leave_untold(frappe.qb.DocType("CRM Follow-up Note").creation < first_run())


def first_run() -> object:
	"""Return when this patch ran first, now where it has not: run again, it leaves what came since."""
	logged = {"patch": "frappe_crm_app.patches.begin_reminders"}
	return frappe.db.get_value("Patch Log", logged, "creation") or now_datetime()
