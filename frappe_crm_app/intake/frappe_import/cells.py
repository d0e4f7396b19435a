"""Amounts and dates in the file of a Data Import, read before Frappe makes something else of them (hook on `validate`)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app import MODULE
from frappe_crm_app.kit.dates import read_moment
from frappe_crm_app.kit.exceptions import UnreadableDateError, UnreadableNumberError
from frappe_crm_app.kit.field_values import ISO_FORMAT, NUMERIC_TYPES, read_date, read_number

DATE_TYPES = ("Date", "Datetime")


def refuse_unreadable_cells(data_import: Document, _event: str | None = None) -> None:
	"""Raise `UnreadableNumberError` or `UnreadableDateError`, naming the row, for a cell that our records would refuse if they saw it,
	or that Frappe reads as another day than we do."""
	if not data_import.import_file or not is_ours(data_import.reference_doctype):
		return
	for row_number, value, column in cells(data_import):
		check = check_number if column.df.fieldtype in NUMERIC_TYPES else check_date
		with_row(row_number, check, value, column)


def is_ours(doctype: str) -> bool:
	"""Return whether a DocType is of this app."""
	return frappe.get_meta(doctype).module == MODULE


def cells(data_import: Document) -> Iterator[tuple[int, str, object]]:
	"""Yield row number, text and Frappe's column of each cell of amounts and dates that is a text; of a workbook others are values."""
	file = data_import.get_importer().import_file
	columns = [
		column
		for column in file.columns
		if column.df and not column.skip_import and column.df.fieldtype in (*NUMERIC_TYPES, *DATE_TYPES)
	]
	for row in file.data:
		for column in columns:
			value = row.data[column.index] if column.index < len(row.data) else None
			if isinstance(value, str) and value.strip():
				yield row.row_number, value.strip(), column


def with_row(number: int, check: Callable[[str, object], None], value: str, column: object) -> None:
	"""Check a cell; say of which row it is where it is refused."""
	try:
		check(value, column)
	except (UnreadableNumberError, UnreadableDateError) as error:
		frappe.clear_last_message()
		frappe.throw(_("Row {0}: {1}").format(number, str(error)), type(error))


def check_number(value: str, column: object) -> None:
	"""Raise `UnreadableNumberError` for what is no number with a point before its decimals."""
	read_number(value, column.df)


def check_date(value: str, column: object) -> None:
	"""Raise `UnreadableDateError` for what is no date, or another one in the order that Frappe has guessed for the column."""
	read_date(value, column.df)
	ours = read_moment(value, frappe.get_system_settings("date_format") or ISO_FORMAT)
	try:
		theirs = datetime.strptime(value, column.date_format or "%Y-%m-%d")
	except ValueError:
		return  # Frappe refuses it, or hands it on as the text that it is
	if theirs.date() != ours.date():
		refuse_order(value, column)


def refuse_order(value: str, column: object) -> NoReturn:
	"""Say how the date must be written."""
	frappe.throw(
		_("“{0}” can be read as two days. Write {1} as year-month-day.").format(
			frappe.utils.escape_html(value), _(column.df.label)
		),
		UnreadableDateError,
	)
