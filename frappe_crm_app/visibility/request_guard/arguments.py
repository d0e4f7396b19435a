"""The arguments of a call, held against what they were judged to be."""

from collections.abc import Callable

import frappe
from frappe import _

from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.kit.received import parsed
from frappe_crm_app.visibility import prepared_reports
from frappe_crm_app.visibility.column_text import names_a_query
from frappe_crm_app.visibility.columns import (
	check_field,
	check_filters,
	check_selection,
	check_sorting,
	items_of,
	refuse_expression,
	texts_in,
)
from frappe_crm_app.visibility.request_guard.documents import (
	check_doctype,
	check_document,
	check_documents,
	check_name,
	check_names,
	check_values,
	refuse_hidden_expansion,
)
from frappe_crm_app.visibility.request_guard.functions import check_named
from frappe_crm_app.visibility.request_guard.judged import Argument, Judgement
from frappe_crm_app.visibility.satellites import sees
from frappe_crm_app.visibility.visible import is_restricted

LISTS = "frappe.desk.reportview.get"  # whose titles of linked records `desk_endpoints.get_rows` fills in
# Of functions that nobody judged, other apps' and ours, what arguments of these names usually are.
USUAL_NAMES = ("name", "docname", "dn", "doc_name", "reference_name")
PAGE_NAMES = ("doctype", "name", "docname", "doc", "key", "format", "route")
USUAL_COLUMNS = ("fields", "filters", "or_filters", "order_by", "group_by")


def check_judged(judgement: Judgement, arguments: dict, path: str) -> None:
	"""Raise `frappe.ValidationError` or `frappe.PermissionError` for an argument that is not what it should be."""
	given = [each for each in judgement.arguments if arguments.get(each.name) not in (None, "")]
	for each in given:
		if each.role in ALONE:
			ALONE[each.role](arguments[each.name])
	aliases: set[str] = set()
	for each in given:
		doctype, value = doctype_of(each, judgement, arguments), arguments[each.name]
		if each.role == "fields" and doctype:
			aliases |= check_selection(doctype, value, arguments.get("filters"), path == LISTS)
		elif each.role == "sorting" and doctype:
			check_sorting(doctype, value, aliases)
		elif each.role in OF_DOCTYPE and doctype and not is_for_query(each, judgement, arguments):
			OF_DOCTYPE[each.role](doctype, value)
		elif each.role == "value" and doctype:
			check_values(doctype, {str(arguments.get(each.of)): value})
		elif each.role in ("seen", "seen_names"):
			check_seen(doctype, value)
		elif each.role == "figure":
			check_figure(each, value)
		elif each.role == "figure_filters":
			check_figure_filters(judgement, arguments, value)
		elif each.role == "expansion":
			check_expansion(arguments)


def is_for_query(argument: Argument, judgement: Judgement, arguments: dict) -> bool:
	"""Return whether filters are the options of the query that a link field names, whatever that makes of them."""
	is_filter = argument.role in ("filters", "conditions")
	return is_filter and judgement.takes_query and bool(arguments.get("query"))


def doctype_of(argument: Argument, judgement: Judgement, arguments: dict) -> str | None:
	"""Return the DocType whose columns an argument names."""
	if argument.of and argument.role not in ("value", "figure"):
		named = argument.of in arguments or argument.of in judgement.parameters
		doctype = arguments.get(argument.of) if named else argument.of
	else:
		doctype = arguments.get(judgement.doctype_argument)
	return doctype if isinstance(doctype, str) and doctype else None


def check_seen(doctype: str | None, value: object) -> None:
	"""Raise `frappe.PermissionError` for a record of ours that the user does not see, be it there or not, and for an event."""
	names = parsed(value)
	for name in names if isinstance(names, list) else [value]:
		if is_restricted(doctype) and not sees(doctype, name):
			frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
		if doctype == "Event":
			frappe.has_permission(doctype, "read", name, throw=True)


def check_oneself(user: object) -> None:
	"""Raise `frappe.PermissionError` for asking in another's name."""
	check_name(user)
	if user != frappe.session.user and frappe.session.user != "Administrator":
		frappe.throw(_("You can ask this for yourself only."), frappe.PermissionError)


def check_direction(value: object) -> None:
	if str(value).strip().lower() not in ("asc", "desc"):
		refuse_expression()


def check_single(doctype: str, value: object) -> None:
	"""Check the name of one column; Frappe looks no further into a text that begins as JSON does."""
	check_field(doctype, value) if isinstance(value, str) else refuse_expression()


def check_columns(doctype: str, value: object) -> None:
	"""Check columns of which none is answered as it is: names, or objects with a name, in a list or between commas."""
	for column in items_of(parsed(value)):
		check_single(doctype, column.get("name") if isinstance(column, dict) else column)


def check_all_of(doctype: object) -> None:
	"""Raise `frappe.PermissionError` for a DocType of which Frappe takes all records, where the user does not see them all."""
	check_doctype(doctype)
	if is_restricted(doctype):
		frappe.throw(_("This would count records that you cannot see."), frappe.PermissionError)


def check_prepared(name: object) -> None:
	"""Raise `frappe.PermissionError` for rows of a report that were prepared for somebody else, where the user does not see all of its DocType."""
	check_name(name)
	prepared = frappe.db.get_value("Prepared Report", name, ["owner", "report_name"]) if name else None
	if prepared and not prepared_reports.is_readable(*prepared):
		frappe.throw(_("This report was prepared for somebody else."), frappe.PermissionError)


def check_report_filters(value: object) -> None:
	"""Check which prepared rows the filters of a report name; what else stands there is the report's own."""
	filters = parsed(value)
	if isinstance(filters, dict):
		check_prepared(filters.get("prepared_report_name"))


def check_conditions_only(doctype: str, value: object) -> None:
	"""Raise `frappe.ValidationError` for texts among filters, which Frappe takes for names, or for fields."""
	filters = parsed(value)
	if isinstance(filters, list) and any(isinstance(each, str) for each in filters):
		frappe.throw(_("A filter is a list of field, operator and value."))
	check_filters(doctype, filters)


def check_field_map(doctype: str, value: object) -> None:
	"""Check which columns a calendar takes for begin, end, title and color."""
	names = parsed(value)
	for use in ("start", "end", "title", "color") if isinstance(names, dict) else ():
		if names.get(use):
			check_single(doctype, names[use])


def check_extra_columns(value: object) -> None:
	"""Check the columns of linked records that are added to a report; each names its DocType."""
	columns = parsed(value)
	for column in columns if isinstance(columns, list) else ():
		of = column.get("doctype") if isinstance(column, dict) else None
		if of and column.get("link_field"):
			check_doctype(of)
			check_single(of, str(column.get("fieldname")).split("-")[0])


def check_figure(argument: Argument, value: object) -> None:
	"""Check the columns and filters of a chart or number card."""
	for figure in figures_of(argument, value):
		doctype = figure.get("document_type")
		check_doctype(doctype)
		if not doctype:
			continue
		for fieldname in ("based_on", "value_based_on", "group_by_based_on", "aggregate_function_based_on"):
			if figure.get(fieldname):
				check_single(doctype, figure[fieldname])
		check_filters(doctype, figure.get("filters_json"))


def check_figure_filters(judgement: Judgement, arguments: dict, filters: object) -> None:
	"""Check the filters that are given beside a chart or card."""
	for each in judgement.arguments:
		for figure in figures_of(each, arguments.get(each.name)) if each.role == "figure" else ():
			if figure.get("document_type"):
				check_filters(figure["document_type"], filters)


def figures_of(argument: Argument, value: object) -> list[dict]:
	"""Return a chart or card as it was given, and the stored one that it names, where Frappe reads that."""
	value = parsed(value)
	given = value if isinstance(value, dict) else {"name": value}
	name = given.get("name")
	check_name(name)
	stored = stored_figure(argument.of, name) if argument.of and name else None
	return [given, stored] if stored else [given]


def stored_figure(kind: str, name: str) -> dict | None:
	"""Return a stored chart or card, `None` where there is none: Frappe says so."""
	try:
		return frappe.get_cached_doc(kind, name).as_dict()
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None


def check_expansion(arguments: dict) -> None:
	if frappe.utils.sbool(arguments["expand_links"]):
		refuse_hidden_expansion(arguments["doctype"], arguments["name"])


def check_unjudged(arguments: dict) -> None:
	"""Check what other apps' functions are given by the usual names: all of it for our DocTypes, for others only that it is no query."""
	doctype = arguments.get("doctype")
	if isinstance(doctype, str) and doctype in own_doctypes():
		for name in USUAL_NAMES:
			check_name(arguments.get(name))
		aliases = check_selection(doctype, arguments.get("fields"), arguments.get("filters"))
		check_filters(doctype, arguments.get("or_filters"))
		for name in ("order_by", "group_by"):
			check_sorting(doctype, arguments.get(name), aliases)
		return
	for name in USUAL_COLUMNS:
		refuse_queries(arguments.get(name))


def refuse_queries(value: object) -> None:
	"""Raise `frappe.ValidationError` for a query among the columns, or the fields of filters."""
	value = parsed(value)
	for each in value if isinstance(value, list | tuple | dict) else [value]:
		names = [each] if isinstance(each, str) else texts_in(each[:2]) if isinstance(each, list) else []
		if any(names_a_query(name) for name in names):
			refuse_expression()


# What is asked of an argument whatever the DocType.
ALONE: dict[str, Callable[[object], None]] = {
	"doctype": check_doctype,
	"doctypes": check_names,
	"name": check_name,
	"names": check_names,
	"doc": check_document,
	"docs": check_documents,
	"function": check_named,
	"extra_columns": check_extra_columns,
	"seen": check_name,
	"seen_names": check_names,
	"oneself": check_oneself,
	"direction": check_direction,
	"all_of": check_all_of,
	"prepared": check_prepared,
	"report_filters": check_report_filters,
}
# What is asked of one that names columns of a DocType.
OF_DOCTYPE: dict[str, Callable[[str, object], None]] = {
	"values": check_values,
	"filters": check_filters,
	"conditions": check_conditions_only,
	"field": check_single,
	"columns": check_columns,
	"field_map": check_field_map,
}
