"""Frappe's Email Templates as the beginning of a campaign."""

import frappe
from frappe import _
from frappe.utils import escape_html

from frappe_crm_app.channels.campaigns.fields import CUSTOMER, FIELDS, NAMES
from frappe_crm_app.channels.campaigns.foreign_slots import translated
from frappe_crm_app.channels.campaigns.slots import SlotError
from frappe_crm_app.kit.exceptions import CampaignError

TEMPLATE = "Email Template"
IS_OF_CUSTOMER = {name: doctype == CUSTOMER for name, (doctype, _field, _label) in FIELDS.items()}


def texts_of(template: str) -> dict:
	"""Return `{subject, content, is_html}` of a template that the user reads, with slots.

	`is_html` says that it was written as HTML, not in the desk's editor. Raises `CampaignError` and `frappe.PermissionError`.
	"""
	fields = ["name", "subject", "use_html", "response", "response_html"]
	rows = frappe.get_list(TEMPLATE, filters={"name": template}, fields=fields, order_by=None)
	if not rows:
		frappe.throw(_("There is no such template that you can read."), frappe.PermissionError)
	[row] = rows
	text = row.response_html if row.use_html else row.response
	try:
		return {
			"subject": translated(row.subject or "", IS_OF_CUSTOMER),
			"content": translated(text or "", IS_OF_CUSTOMER),
			"is_html": bool(row.use_html),
		}
	except SlotError as error:
		refuse_place(row.name, error)


def refuse_place(template: str, error: SlotError) -> None:
	"""Raise `CampaignError` about a place in a template that no campaign can fill."""
	sentence = _("A campaign cannot begin with “{0}”: it cannot fill in {1}. Fields that it can: {2}.")
	frappe.throw(
		sentence.format(escape_html(template), escape_html(error.place), ", ".join(NAMES)), CampaignError
	)
