"""Every function that a request can call, with hidden records in every argument: what is asked, and how an answer is judged.

The arguments are chosen by their names alone, and not by what was judged of them, so that a wrong judgement is found as well.
"""

import importlib
import inspect
import itertools
import json
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import frappe

SECRET = "zyxwvq7351"  # in every text of the hidden records, and sent by nobody
BEGINNING, NO_BEGINNING = "zyxwv%", "qqqqq%"  # of the secret, and of nothing
APPS = ("frappe", "frappe_crm_app")
# These call other machines, write files, or end the session that asks.
LEFT_OUT = (
	"frappe.integrations.",
	"frappe.push_notification.",
	"frappe.utils.telemetry.",
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.sessions.clear",
	"frappe.printing.page.print_format_builder_beta.",
	"frappe.desk.page.setup_wizard.",
	"frappe.utils.backups.",
	"frappe.utils.pdf.",
	"frappe.recorder.",
	"frappe.desk.page.backups.",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.core.doctype.user.user.reset_password",
	"frappe.www.contact.",
	"frappe.www.login.",
)
DOCTYPES = ("CRM Customer", "CRM Contact", "CRM Sales Deal", "CRM Follow-up Note", "CRM Location")
TITLES = {
	"CRM Customer": "customer_name",
	"CRM Contact": "last_name",
	"CRM Sales Deal": "title",
	"CRM Follow-up Note": "content",
	"CRM Location": "location_name",
}
QUERY = "(/*!select*/ annotations from `tabCRM Customer` where annotations like 'zyxwv%' limit 1)"
LINKED = (
	"customer.annotations",
	"referred_by.annotations",
	"customer.customer_name",
	"referred_by.customer_name",
)


@dataclass(frozen=True)
class Hidden:
	"""Names of the hidden records by DocType, and of those of who asks, whose links lead to hidden ones."""

	names: dict[str, str]
	own: dict[str, str]


@dataclass(frozen=True)
class Way:
	"""A function with the names of its arguments, and how it is asked."""

	path: str
	arguments: tuple[str, ...]
	verb: str = "POST"
	types: tuple[object, ...] = ()


def ways() -> list[Way]:
	"""Return every function of Frappe and of ours that a request can call, and the ways of REST."""
	import_all()
	found = {path_of(function): function for function in frappe.whitelisted}
	calls = [
		way_to(path, function)
		for path, function in sorted(found.items())
		if path.startswith(tuple(f"{app}." for app in APPS))
		and not path.startswith(LEFT_OUT)
		and "<locals>" not in path
		and not is_of_tests(path)
		and not is_method(function)
	]
	return [*calls, *RESOURCES]


def import_all() -> None:
	"""Import what of the apps can be imported; what cannot, no request can call either."""
	for app in APPS:
		package = importlib.import_module(app)
		for module in pkgutil.walk_packages(package.__path__, f"{app}.", onerror=lambda name: None):
			if is_of_tests(f"{module.name}.x") or ".demo" in module.name or ".patches" in module.name:
				continue
			try:
				importlib.import_module(module.name)
			except Exception:
				continue


def is_of_tests(path: str) -> bool:
	return any(part == "tests" or part.startswith(("test_", "tests_")) for part in path.split(".")[:-1])


def is_method(function: Callable) -> bool:
	"""Return whether it is a method of a document, which is called on one."""
	return "." in function.__qualname__


def path_of(function: Callable) -> str:
	return f"{function.__module__}.{function.__qualname__}"


def way_to(path: str, function: Callable) -> Way:
	parameters = inspect.signature(function).parameters.values()
	named = [each for each in parameters if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)]
	verbs = frappe.allowed_http_methods_for_whitelisted_func[function]
	names = tuple(each.name for each in named)
	return Way(
		f"/api/method/{path}",
		tuple(dict.fromkeys((*names, *READ_FROM_FORM))) if len(names) < 2 else names,
		"POST" if "POST" in verbs else verbs[0],
		tuple(each.annotation for each in named),
	)


# What functions that name no arguments read from the request.
READ_FROM_FORM = (
	"doctype",
	"name",
	"fields",
	"filters",
	"or_filters",
	"order_by",
	"group_by",
	"docs",
	"method",
)
RESOURCES = [
	Way("/api/resource/{doctype}", ("fields", "filters", "order_by", "expand"), "GET"),
	Way("/api/resource/{doctype}/{name}", ("expand_links",), "GET"),
	Way("/api/resource/{doctype}/{name}", ("values",), "PUT"),
	Way("/api/resource/{doctype}", ("values",), "POST"),
	Way("/api/v2/document/{doctype}", ("fields", "filters", "order_by"), "GET"),
	Way("/api/v2/document/{doctype}/{name}", (), "GET"),
	Way("/api/v2/document/{doctype}/{name}/copy", (), "GET"),
	Way("/api/v2/doctype/{doctype}/count", ("filters",), "GET"),
	Way("/api/v2/method/run_doc_method", ("document", "method", "kwargs"), "POST"),
	Way("/api/method/run_doc_method", ("docs", "method", "args"), "POST"),
	Way("/api/method/run_doc_method", ("dt", "dn", "method", "args"), "POST"),
	Way("/printview", ("doctype", "name"), "GET"),
]

NAMES_DOCTYPE = ("doctype", "dt", "type")
NAMES_FIELDS = ("fields", "stats", "select_columns", "fields_to_fetch", "filter_fields")
NAMES_FIELD = ("field", "fieldname", "order_by", "group_by", "sort_field", "searchfield", "pluck", "txt")
NAMES_FILTERS = ("filters", "current_filters", "or_filters", "extra_filters", "filters_json")
NAMES_DOC = ("doc", "docs", "document", "args", "event", "values", "chart", "data")
NAMES_SEVERAL = ("names", "docnames", "items", "source_names", "contacts")


def straight(hidden: Hidden, doctype: str) -> Iterator[dict]:
	"""Names of hidden records, columns that they have, everything in lists."""
	name = hidden.names[doctype]
	yield {
		"doctype": doctype,
		"name": name,
		"fields": json.dumps(["name", TITLES[doctype]]),
		"field": TITLES[doctype],
		"filters": json.dumps({"name": name}),
		"doc": json.dumps({"doctype": doctype, "name": name}),
		"several": json.dumps([name]),
	}
	yield {
		"doctype": doctype,
		"name": name,
		"fields": json.dumps(["*"]),
		"field": "name",
		"filters": json.dumps([]),
		"doc": json.dumps({"doctype": doctype, "name": name, "owner": "me", "document_type": doctype, "function": "Count", "type": "Group By", "group_by_based_on": TITLES[doctype], "group_by_type": "Count", "chart_type": "Group By"}),
		"several": json.dumps([[name]]),
	}  # fmt: skip


def linked(hidden: Hidden, doctype: str) -> Iterator[dict]:
	"""Records of one's own, and columns of the hidden ones that they link to."""
	doctype = doctype if doctype in hidden.own else "CRM Contact"
	name = hidden.own.get(doctype)
	if not name:
		return
	base = {
		"doctype": doctype,
		"name": name,
		"filters": json.dumps({"name": name}),
		"doc": json.dumps({"doctype": doctype, "name": name}),
		"several": json.dumps([name]),
	}
	for column in LINKED:
		yield {**base, "fields": json.dumps(["name", column]), "field": column}
	yield {**base, "fields": {"name": name}, "filters": ["name", *LINKED[:2]], "field": [LINKED[0]]}
	yield {
		**base,
		"fields": json.dumps([{"customer": ["annotations"]}]),
		"field": {"customer": ["annotations"]},
	}


def queried(hidden: Hidden, doctype: str) -> Iterator[dict]:
	"""Queries where columns should be, and conditions that switch off those of rows."""
	for about, always in ((doctype, "ifnull(1,1) || 1"), ("ToDo", "ifnull(name,1) or 1")):
		yield {
			"doctype": about,
			"name": hidden.names[doctype],
			"fields": json.dumps([f"max({QUERY})"]),
			"field": QUERY,
			"filters": json.dumps([[about, always, "=", 1]]),
			"doc": json.dumps({"doctype": about, "name": {"name": ["!=", ""]}, "function": "Sum", "document_type": about, "aggregate_function_based_on": QUERY}),
			"several": json.dumps([{"name": ["!=", ""]}]),
		}  # fmt: skip


def searching(hidden: Hidden, doctype: str, beginning: str) -> dict:
	"""Filters where names should be: whether they find something must not be told."""
	name = {TITLES[doctype]: ["like", beginning]}
	return {
		"doctype": doctype,
		"name": name,
		"fields": json.dumps(["name"]),
		"field": "name",
		"filters": json.dumps(name),
		"doc": {"doctype": doctype, "name": name, "docname": name, "start": "2026-01-01"},
		"several": json.dumps([name]),
	}


def asked(way: Way, values: dict) -> tuple[str, dict]:
	"""Return the path and the arguments of a way, filled with values by the arguments' names."""
	arguments = {}
	for name, kind in itertools.zip_longest(way.arguments, way.types):
		if name is not None:
			arguments[name] = value_for(name, kind, values)
	name = values["name"] if isinstance(values["name"], str) else "nothing"
	return way.path.format(doctype=values["doctype"], name=name), arguments


def value_for(name: str, kind: object, values: dict) -> object:
	"""Return what an argument is given."""
	if kind in (int, bool, float) or name in (
		"start",
		"limit",
		"page_length",
		"page_len",
		"limit_start",
		"expand_links",
	):
		return 1 if name not in ("start", "limit_start") else 0
	if name.endswith(("doctype", "doctype_name")) or name in NAMES_DOCTYPE or name == "parent":
		return values["doctype"]
	if name in NAMES_FIELDS:
		return values["fields"]
	if name in NAMES_FIELD or name.endswith("field"):
		return values["field"]
	if name in NAMES_FILTERS:
		return values["filters"]
	if name in NAMES_DOC:
		return values["doc"]
	if name in NAMES_SEVERAL:
		return values["several"]
	return FIXED.get(name, values["name"])


FIXED = {
	"method": "as_dict",
	"field_map": json.dumps({"start": "creation", "end": "modified", "title": LINKED[0]}),
	"custom_columns": json.dumps([{"doctype": "CRM Contact", "fieldname": LINKED[0], "link_field": "name"}]),
	"expand": json.dumps(["customer", "referred_by"]),
	"action": "Save",
	"prev": "0",
	"page": json.dumps({"name": "crm-desk", "title": "CRM Desk"}),
	"text": BEGINNING.strip("%"),
	"search_term": BEGINNING.strip("%"),
	"query": "frappe.client.get_value",
}
