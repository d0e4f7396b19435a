"""How errors are answered to a request (hook `before_request`)."""

import frappe

from frappe_crm_app import MODULE

RECORD_PATHS = ("/api/resource/", "/api/v1/resource/", "/api/v2/document/")
METHOD_PATHS = (
	"/api/method/frappe_crm_app.",
	"/api/v1/method/frappe_crm_app.",
	"/api/v2/method/frappe_crm_app.",
)


def hide_traceback_on_our_paths() -> None:
	"""Answer errors of our endpoints and records with their sentence alone.

	Frappe adds the traceback unless a System Setting says otherwise. That setting is the site's, so only
	requests to our own paths are changed, and none on a site in developer mode.
	"""
	if not frappe.conf.developer_mode and is_our_path(frappe.request.path):
		frappe.local.flags.disable_traceback = True


def is_our_path(path: str) -> bool:
	"""Return whether a request to `path` is about a record of ours or calls an endpoint of ours."""
	if path.startswith(METHOD_PATHS):
		return True
	for prefix in RECORD_PATHS:
		if path.startswith(prefix):
			doctype = path.removeprefix(prefix).partition("/")[0]
			return frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE
	return False
