"""What no request may send, whatever it asks for (hook `auth_hooks`): SQL, and ways round a record's conditions.

Frappe 15 takes a sub-select among the fields of a list, and a text among its filters, for SQL, so that a list of anything
shows everything. Later versions refuse both, as this does.
"""

import re

import frappe
from frappe import _

from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_titles import restricted_link, restricted_title

SUB_SELECT = re.compile(r"\(\s*(/\*.*?\*/\s*)*select\b", re.IGNORECASE | re.DOTALL)
COLUMNS = (
	"fields",
	"fieldname",
	"fields_to_fetch",
	"order_by",
	"group_by",
	"pluck",
	"sort_by",
	"aggregate_function_field",
	"filter_fields",
)
FETCHED = ("fields", "fieldname", "fields_to_fetch")  # those of COLUMNS whose values are answered
CONDITIONS = ("filters", "or_filters", "current_filters", "filters_json")
NAMES = ("name", "docname", "dn", "dt_name", "doc_name", "reference_name", "value")
RESOURCE = re.compile(r"^/api/(?:v\d/)?(?:resource|document)/([^/]+)")
LISTS = "/api/method/frappe.desk.reportview.get"
LINKED_FIELD = re.compile(r"^`?(\w+)`?\.`?\w+`?")


def refuse_permission_bypass() -> None:
	"""Raise `frappe.ValidationError` or `frappe.PermissionError` for arguments that only an attack has."""
	arguments = frappe.local.form_dict or {}
	for key in COLUMNS:
		refuse_sub_select(arguments.get(key))
	for key in CONDITIONS:
		refuse_raw_condition(arguments.get(key))
	doctype = doctype_of(arguments)
	if doctype:
		for key in FETCHED:
			refuse_hidden_columns(doctype, arguments.get(key))
	if doctype in GUARDED:
		refuse_names_that_are_filters(arguments)


def refuse_sub_select(value: object) -> None:
	"""Refuse a sub-select in what names columns."""
	if value and SUB_SELECT.search(str(value)):
		frappe.throw(_("Fields and sorting take names of columns, no SQL."))


def refuse_raw_condition(value: object) -> None:
	"""Refuse a text where a filter is expected, `[doctype, field, operator, value]`. Frappe 16 takes it for a name."""
	filters = parsed(value)
	is_list = isinstance(filters, list) and major_version() < 16
	if is_list and any(isinstance(each, str) for each in filters):
		frappe.throw(_("A filter is a list of field, operator and value."))


def refuse_hidden_columns(doctype: str, value: object) -> None:
	"""Refuse columns of linked records (`contact.email`) of which the user sees only some.

	Titles that the desk's lists ask for are left to `desk_endpoints.get_rows`.
	"""
	fields = parsed(value)
	for field in fields if isinstance(fields, list) else [fields]:
		match = LINKED_FIELD.match(field) if isinstance(field, str) else None
		is_hidden = match and is_doctype(doctype) and restricted_link(doctype, match[1])
		if is_hidden and not (frappe.request.path == LISTS and restricted_title(doctype, field)):
			frappe.throw(_("Fields of linked records are not given here."), frappe.PermissionError)


def refuse_names_that_are_filters(arguments: dict) -> None:
	"""Refuse a filter in the place of a name: whether it finds something would show."""
	for key in NAMES:
		if isinstance(arguments.get(key), dict | list):
			frappe.throw(_("The name of a record is a text."))


def doctype_of(arguments: dict) -> str | None:
	"""Return the DocType that the request is about; whether there is one of this name, only those ask who need it."""
	in_path = RESOURCE.match(frappe.request.path)
	doctype = in_path[1] if in_path else arguments.get("doctype")
	return doctype if is_storable(doctype) else None


def is_doctype(name: str) -> bool:
	"""Return whether there is a DocType of this name."""
	return bool(frappe.db.exists("DocType", name, cache=True))


def is_storable(value: object) -> bool:
	"""Return whether this is a text that a database can be asked about."""
	return isinstance(value, str) and "\0" not in value and value.encode(errors="ignore").decode() == value


def parsed(value: object) -> object:
	"""Return what a text of JSON means, and anything else as it is."""
	if not isinstance(value, str):
		return value
	try:
		return frappe.parse_json(value)
	except ValueError:
		return value
