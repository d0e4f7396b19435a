"""Calls of our functions without what they need: Frappe would answer them 500, with Python's words."""

from collections.abc import Callable, Iterator
from inspect import Parameter, signature

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import MissingArgumentsError
from frappe_crm_app.kit.overrides import OURS
from frappe_crm_app.visibility.request_guard.functions import module_of
from frappe_crm_app.visibility.request_guard.target import Call

MANY = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
# What functions in the place of Frappe's need beside what their signature, which is Frappe's, says: one name of each group.
NEEDED_TOO = {
	"frappe_crm_app.screens.lists.exports.export_list": (("doctype",),),
	"frappe_crm_app.screens.lists.exports.export_report": (("report_name",),),
	"frappe_crm_app.visibility.desk_endpoints.cancel": (("doctype",), ("name",)),
	"frappe_crm_app.visibility.desk_endpoints.get_chart": (("chart_name", "chart"),),
}


def refuse_missing(call: Call) -> None:
	"""Raise `MissingArgumentsError` where an endpoint of ours is called without an argument that it needs; methods of documents are none."""
	is_ours = module_of(call.function).startswith(OURS) and not call.document_of
	if not is_ours or call.function not in frappe.whitelisted:
		return
	groups = [*needed_by(call.function), *NEEDED_TOO.get(path_of(call.function), ())]
	missing = [names[0] for names in groups if not any(name in call.arguments for name in names)]
	if missing:
		frappe.throw(_("These arguments are missing: {0}.").format(", ".join(missing)), MissingArgumentsError)


def needed_by(function: Callable) -> Iterator[tuple[str]]:
	"""Yield the names of the arguments for which a function has no value of its own."""
	for name, parameter in signature(function).parameters.items():
		if parameter.default is Parameter.empty and parameter.kind not in MANY:
			yield (name,)


def path_of(function: Callable) -> str:
	return f"{module_of(function)}.{function.__name__}"
