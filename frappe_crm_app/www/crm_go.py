"""The quick log on a phone. The page itself tells of nobody, since a phone keeps it; its script asks for the rest."""

import frappe
from frappe import _

from frappe_crm_app.kit.standalone_pages import around_the_page, as_data
from frappe_crm_app.screens.quick_log.texts import texts
from frappe_crm_app.visibility.users import has_crm_role

no_cache = 1
sitemap = 0
LOGIN = "/login?redirect-to=/crm-go"


def get_context(context: frappe._dict) -> None:
	"""Give the page its texts; who is not logged in is sent there, and who has no role of the CRM refused."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = LOGIN
		raise frappe.Redirect(302)
	if not has_crm_role():
		frappe.throw(_("This page is for people of the CRM."), frappe.PermissionError)
	frappe.sessions.get_csrf_token()  # a session that was never in the desk has none, and Frappe would ask for none
	context.update(around_the_page())
	context.texts = as_data(texts())
