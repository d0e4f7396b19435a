"""The public page of a mailing list: `/subscribe-to-list?list=<its name>`."""

import frappe

from frappe_crm_app.intake.subscriptions.signing_up import page_token, public_list
from frappe_crm_app.kit.exceptions import AudienceError

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page its list, and the token of one subscription to it."""
	try:
		context.list = public_list(frappe.form_dict.get("list"))
		context.token = page_token(context.list.name)
	except AudienceError:
		frappe.clear_messages()
		context.list = None
	context.csrf_token = frappe.session.data.csrf_token or ""
	context.no_header = 1
