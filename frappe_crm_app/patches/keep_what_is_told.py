"""Give events that were told before they had a status their own: they are not told again."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import Telling

EVENT = "CRM Domain Event"


def execute() -> None:
	if frappe.db.has_column(EVENT, "told"):
		event = frappe.qb.DocType(EVENT)
		frappe.qb.update(event).set(event.status, Telling.TOLD).where(event.told == 1).run()
