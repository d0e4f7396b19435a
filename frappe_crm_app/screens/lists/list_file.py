"""A list as a file, as Frappe makes it (`frappe.desk.reportview._export_query`), but with titles and full names in place of names of records."""

import re
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.desk import reportview
from frappe.desk.utils import get_csv_bytes
from frappe.model.db_query import DatabaseQuery
from frappe.permissions import can_export
from frappe.utils.xlsxutils import handle_html, make_xlsx

from frappe_crm_app.visibility.link_words import is_titled, words_for

WORDS_AT_ONCE = 5000
USER_FIELDS = ("owner", "modified_by")
CAST = re.compile(r"cast\((.+?) as varchar\)")  # what Frappe makes of names on PostgreSQL


def list_file(parameters: frappe._dict, csv_parameters: dict) -> tuple[str, str, bytes]:
	"""Return title, extension and content of the list that the parameters ask for, as `reportview.get_form_params` returns them.

	Raises `frappe.PermissionError` where the user may not export these records.
	"""
	doctype, file_type = parameters.pop("doctype"), parameters.pop("file_format_type")
	title = parameters.pop("title", doctype)
	has_totals = parameters.pop("add_totals_row", None) == "1"
	is_translated = parameters.pop("translate_values", None) == "1" and frappe.local.lang != "en"
	if selection := parameters.pop("selected_items", None):
		parameters.filters = {"name": ("in", frappe.parse_json(selection))}
	report_name = parameters.pop("report_name", None)
	make_access_log(doctype=doctype, file_type=file_type, report_name=report_name, filters=parameters.filters)
	fields, rows = read(doctype, parameters)
	rows = with_titles(doctype, fields, rows)
	if has_totals:
		rows = reportview.append_totals_row(rows)
	table = table_of(doctype, fields, rows, is_translated)
	return title, *content_of(doctype, table, file_type, csv_parameters)


def read(doctype: str, parameters: frappe._dict) -> tuple[list[str], list[Sequence]]:
	"""Return the columns that the user may read, the last one `owner`, and the rows."""
	query = DatabaseQuery(doctype)
	asked = [*parameters.pop("fields"), "owner"]
	rows = query.execute(**parameters | {"fields": asked, "as_list": True, "limit_page_length": None})
	if not can_export(doctype):
		is_own = all(row[-1] == frappe.session.user for row in rows)
		if not is_own or not can_export(doctype, is_owner=True):
			frappe.throw(
				_("You are not allowed to export {} doctype").format(doctype), frappe.PermissionError
			)
	return [CAST.sub(r"\1", field) for field in query.fields], rows


def with_titles(doctype: str, fields: Sequence[str], rows: Sequence[Sequence]) -> list[list]:
	"""Return the rows with the titles of linked records, as far as the user sees these."""
	rows = [list(row) for row in rows]
	for place, linked in enumerate(linked_doctypes(doctype, fields)):
		if not linked:
			continue
		words = titles(linked, {row[place] for row in rows if row[place]})
		for row in rows:
			row[place] = words.get(row[place], row[place])
	return rows


def linked_doctypes(doctype: str, fields: Sequence[str]) -> list[str | None]:
	"""Return of each column the DocType that it links to, if its records have titles."""
	found = []
	for field in fields:
		linked = linked_doctype(doctype, field)
		found.append(linked if linked and is_titled(linked) else None)
	return found


def linked_doctype(doctype: str, field: str) -> str | None:
	"""Return the DocType that a column, such as ``"`tabCRM Contact`.`customer`"``, links to."""
	try:
		parent, fieldname = reportview.parse_field(field)
	except ValueError:  # a count or sum
		return None
	if fieldname in USER_FIELDS:
		return "User"
	docfield = frappe.get_meta(parent or doctype).get_field(fieldname)
	return docfield.options if docfield and docfield.fieldtype == "Link" else None


def titles(doctype: str, names: set[str]) -> dict[str, str]:
	"""Return the titles by name."""
	words: dict[str, str] = {}
	wanted = sorted(names)
	for place in range(0, len(wanted), WORDS_AT_ONCE):
		found = words_for((doctype, name) for name in wanted[place : place + WORDS_AT_ONCE])
		words |= {name: word for (_linked, name), word in found.items()}
	return words


def table_of(
	doctype: str, fields: Sequence[str], rows: Sequence[Sequence], is_translated: bool
) -> list[list]:
	"""Return the rows under their labels, numbered."""
	columns = reportview.get_field_info(fields, doctype)
	table = [[_("Sr"), *(column["label"] for column in columns)]]
	for number, row in enumerate(rows, start=1):
		cells = [
			_(value) if is_translated and column["translatable"] else value
			for column, value in zip(columns, row, strict=True)
		]
		table.append([number, *cells])
	return reportview.handle_duration_fieldtype_values(doctype, table, fields)


def content_of(doctype: str, table: list[list], file_type: str, csv_parameters: dict) -> tuple[str, bytes]:
	"""Return extension and content of the file."""
	if file_type == "Excel":
		return "xlsx", make_xlsx(table, doctype).getvalue()
	if file_type != "CSV":
		frappe.throw(_("A list is exported as CSV or Excel."))
	cells = [[handle_html(cell) if isinstance(cell, str) else cell for cell in row] for row in table]
	return "csv", get_csv_bytes(cells, csv_parameters)
