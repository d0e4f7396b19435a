"""Calls of our functions without what they need: Frappe would answer them 500, with Python's words."""

from inspect import Parameter, signature

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import MissingArgumentsError
from frappe_crm_app.kit.overrides import OURS
from frappe_crm_app.visibility.request_guard.functions import module_of
from frappe_crm_app.visibility.request_guard.target import Call

MANY = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def refuse_missing(call: Call) -> None:
	"""Raise `MissingArgumentsError` where an endpoint of ours is called without an argument that it needs."""
	if not module_of(call.function).startswith(OURS) or call.function not in frappe.whitelisted:
		return
	missing = [
		name
		for name, parameter in signature(call.function).parameters.items()
		if parameter.default is Parameter.empty and parameter.kind not in MANY and name not in call.arguments
	]
	if missing:
		frappe.throw(_("These arguments are missing: {0}.").format(", ".join(missing)), MissingArgumentsError)
