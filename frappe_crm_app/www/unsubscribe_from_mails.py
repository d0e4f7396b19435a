"""The page behind the unsubscribe link of a mail. Opening it changes nothing: programs open links, too."""

import frappe

from frappe_crm_app.records.audiences.links import contact_of, preferences_url

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the tokens of its link, and whether they are any of ours."""
	token = frappe.form_dict.get("t") or ""
	context.token, context.recipient = token, frappe.form_dict.get("r") or ""
	context.is_known = bool(contact_of(token))
	context.is_done = context.is_known and bool(frappe.form_dict.get("done"))
	context.preferences = preferences_url(token)
	context.csrf_token = frappe.session.data.csrf_token or ""
	context.no_header = 1
