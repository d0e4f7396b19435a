"""The page of the link in a mail that asks to confirm a subscription: a button, since mail programs follow links by themselves."""

import frappe

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the key of its link."""
	context.key = frappe.form_dict.get("key") or ""
	context.csrf_token = frappe.session.data.csrf_token or ""
	context.no_header = 1
