"""The form that comes with the app, at `/get-in-touch`."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus

WEB_FORM = "crm-get-in-touch"
CONSENT = "I agree that you store what I have written and contact me about it."


def ship_form() -> None:
	"""Insert the CRM Lead Form of the shipped Web Form, where that has none yet."""
	if not frappe.db.exists("Web Form", WEB_FORM) or frappe.db.exists(
		"CRM Lead Form", {"web_form": WEB_FORM}
	):
		return
	form = frappe.new_doc("CRM Lead Form")
	form.update(
		{
			"form_title": _("Get in Touch"),
			"web_form": WEB_FORM,
			"status": FormStatus.PUBLISHED,
			"source": frappe.db.exists("CRM Source", {"source_name": "Website"}),
			"consent_text": _(CONSENT),
			"consent_required": 1,
		}
	)
	form.insert(ignore_permissions=True)
