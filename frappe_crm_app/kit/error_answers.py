"""How errors are answered to a request (hooks `before_request` and `after_request`)."""

import json
from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils.response import report_error
from werkzeug.wrappers import Request, Response

from frappe_crm_app import MODULE
from frappe_crm_app.kit.conflicts import CONFLICTS, refuse_for_now

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


def answer_conflicts(response: Response | None, request: Request) -> None:
	"""Answer 409 and a sentence where the database gave up a request about our records because of another (hook `after_request`).

	Frappe answers 500 or 508, with the database's words. Nothing was written, and trying again helps.
	"""
	is_failure = response is not None and response.status_code >= 500 and response.is_json
	if not is_failure or error_told() not in CONFLICTS:
		return
	frappe.db.rollback()  # of a reading request, which Frappe leaves as it broke off
	if is_about_us(request):
		answer_with(response, refuse_for_now)


def error_told() -> str | None:
	"""Return the name of the error that Frappe has answered with, by either version of its API."""
	told = frappe.local.response
	errors = told.get("errors")
	return errors[0].get("type") if errors else told.get("exc_type")


def is_about_us(request: Request) -> bool:
	"""Return whether a request is to a path of ours, or names a DocType of ours anywhere in what it sends."""
	sent = str(frappe.local.form_dict)
	return is_our_path(request.path) or any(
		doctype in sent for doctype in frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	)


def answer_with(response: Response, refuse: Callable[[], None]) -> None:
	"""Turn an answer into the one of the error that `refuse` raises."""
	frappe.clear_messages()
	frappe.local.flags.disable_traceback = True
	frappe.local.response = frappe._dict({"docs": []})
	try:
		refuse()
	except frappe.ValidationError as error:
		answer = report_error(error.http_status_code)
	response.status_code = answer.status_code
	response.set_data(answer.get_data())


def refuse_unreadable_json(response: Response | None, request: Request) -> None:
	"""Answer 400 where a call of an endpoint of ours says that it is JSON and is not, is no object, or goes too deep (hook `after_request`).

	Frappe reads the body before any of our code runs, and answers 500 or 417.
	"""
	is_failure = response is not None and response.status_code in (417, 500)
	if not is_failure or not is_call_of_ours(request.path):
		return
	if error_told() == "RecursionError" or is_broken_json(request):
		response.status_code = 400
		response.set_data(
			json.dumps({"exc_type": "ValidationError", "message": _("The body is no JSON object.")})
		)


def say_wrong_argument(response: Response | None, request: Request) -> None:
	"""Answer with a sentence where a call of an endpoint of ours has an argument of another kind than is declared (hook `after_request`).

	Frappe says so in the traceback alone, which is left out.
	"""
	is_failure = response is not None and response.status_code == 417 and response.is_json
	if is_failure and error_told() == "FrappeTypeError" and is_call_of_ours(request.path):
		answer_with(response, refuse_wrong_argument)


def refuse_wrong_argument() -> None:
	frappe.throw(_("One of the arguments is not of the kind that it should be."))


def is_call_of_ours(path: str) -> bool:
	"""Return whether a path calls an endpoint of ours, by its own address or by that of the one it replaces."""
	if path.startswith(METHOD_PATHS):
		return True
	replaced = frappe.get_hooks("override_whitelisted_methods", {}).get(path.rpartition("/method/")[2], [])
	return any(ours.startswith("frappe_crm_app.") for ours in replaced)


def is_broken_json(request: Request) -> bool:
	"""Return whether the body of a request is to be JSON and cannot be read as arguments."""
	if not request.is_json:
		return False
	try:
		arguments = json.loads(request.get_data(as_text=True) or "{}")
	except (ValueError, RecursionError):
		return True
	return not isinstance(arguments, dict | list)
