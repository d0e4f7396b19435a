"""What is asked of each request before anything of it runs (hook `auth_hooks`: who asks is known by then)."""

import frappe
from frappe import _

from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.kit.overrides import OURS
from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.kit.received import refuse_unstorable
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.request_guard.arguments import PAGE_NAMES, check_judged, check_unjudged
from frappe_crm_app.visibility.request_guard.documents import check_name
from frappe_crm_app.visibility.request_guard.functions import module_of, refuse_replaced
from frappe_crm_app.visibility.request_guard.judged import judgement_of
from frappe_crm_app.visibility.request_guard.missing import refuse_missing
from frappe_crm_app.visibility.request_guard.target import Call, calls_of_request


def guard_request() -> None:
	"""Raise `frappe.ValidationError` or `frappe.PermissionError` for a request that circumvents the rules."""
	if frappe.request.method == "OPTIONS":
		return
	try:
		guard()
	except RecursionError:
		frappe.throw(_("This is nested too deeply."))


def guard() -> None:
	calls = calls_of_request()
	for call in calls:
		refuse_replaced(call.function, call.path)
		keep_guests_out(call)
		check_arguments(call)
		refuse_missing(call)
	if not calls:
		check_page()


def check_arguments(call: Call) -> None:
	"""Hold the arguments against the judgement of what will run, or of what it stands for."""
	version = major_version()
	judgement = judgement_of(call.asked, call.path, version) or judgement_of(call.function, "", version)
	if judgement:
		check_judged(judgement, call.arguments, call.path)
	elif module_of(call.function).startswith(OURS):  # which ask for themselves
		refuse_unstorable(call.arguments)
	else:
		check_unjudged(call.arguments)


def keep_guests_out(call: Call) -> None:
	"""Raise `frappe.PermissionError` where a guest asks for a record of ours, or calls its methods: what it answers would tell."""
	if frappe.session.user != "Guest":
		return
	is_of_ours = call.document_of in own_doctypes()
	is_resource = not call.path and call.arguments.get("doctype") in GUARDED
	if is_of_ours or is_resource:
		frappe.throw(_("Not permitted"), frappe.PermissionError)


def check_page() -> None:
	"""Check what a page is asked with: names, and the columns of its list."""
	asked = frappe.local.form_dict or {}
	for name in PAGE_NAMES:
		check_name(asked.get(name))
	check_unjudged(asked)
