"""How errors are answered to a request (hooks `before_request` and `after_request`)."""

import json

import frappe
from frappe import _
from werkzeug.wrappers import Request, Response

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


def refuse_unreadable_json(response: Response | None, request: Request) -> None:
	"""Answer 400 where a call of an endpoint of ours says that it is JSON and is not, or no object (hook `after_request`).

	Frappe reads the body before any of our code runs, and answers 500 or 417.
	"""
	is_failure = response is not None and response.status_code in (417, 500)
	if is_failure and request.path.startswith(METHOD_PATHS) and is_broken_json(request):
		response.status_code = 400
		response.set_data(
			json.dumps({"exc_type": "ValidationError", "message": _("The body is no JSON object.")})
		)


def is_broken_json(request: Request) -> bool:
	"""Return whether the body of a request is to be JSON and cannot be read as arguments."""
	if not request.is_json:
		return False
	try:
		arguments = json.loads(request.get_data(as_text=True) or "{}")
	except (ValueError, RecursionError):
		return True
	return not isinstance(arguments, dict | list)
