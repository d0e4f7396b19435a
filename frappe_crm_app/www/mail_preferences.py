"""The page on which somebody chooses what they get, behind a signed link of each mail."""

import frappe

from frappe_crm_app.intake.subscriptions import preferences
from frappe_crm_app.kit.exceptions import LinkExpiredError

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page what the person of its link gets, nothing where the link is none of ours."""
	context.token = frappe.form_dict.get("t") or ""
	try:
		context.shown = preferences.get(context.token)
	except LinkExpiredError:
		frappe.clear_messages()
		context.shown = None
	context.is_confirmed = bool(frappe.form_dict.get("confirmed"))
	context.csrf_token = frappe.session.data.csrf_token or ""
	context.no_header = 1
