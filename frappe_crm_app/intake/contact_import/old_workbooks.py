"""Reads a sheet of an XLS workbook (Excel 97 to 2003) by xlrd, which Frappe brings (pure)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlrd

from frappe_crm_app.intake.contact_import.shown_cells import has_lost_digits, shown
from frappe_crm_app.intake.contact_import.tables import (
	Fault,
	FileProblem,
	Row,
	Sheet,
	Source,
	UnreadableFile,
)
from frappe_crm_app.intake.contact_import.workbooks import as_broken_file, chosen_name, fill_merged

LARGEST_FILE = 64 << 20  # bytes; xlrd holds a sheet as a whole
VISIBLE = 0
ENCRYPTED = "encrypted"


@contextmanager
def open_old_workbook(path: str | Path, chosen_sheet: str = "") -> Iterator[Source]:
	"""Open the sheet that was chosen, or the first visible one with people. Raises `UnreadableFile`."""
	if os.path.getsize(path) > LARGEST_FILE:
		raise UnreadableFile(FileProblem.TOO_MUCH_TEXT)
	with open(os.devnull, "w") as nowhere, as_broken_file():
		workbook = open_book(path, nowhere)
	try:
		with as_broken_file():
			sheets = tuple(
				Sheet(name, workbook.sheet_by_name(name).visibility != VISIBLE)
				for name in workbook.sheet_names()
			)
			name = chosen_name(
				sheets,
				chosen_sheet,
				lambda name: (row.cells for row in rows_of(workbook, workbook.sheet_by_name(name))),
			)
		yield Source(rows_of(workbook, workbook.sheet_by_name(name)), sheet=name, sheets=sheets)
	finally:
		workbook.release_resources()


def open_book(path: str | Path, log: object) -> xlrd.Book:
	"""Open a workbook with its formats; raises `UnreadableFile` where it is protected."""
	try:
		return xlrd.open_workbook(str(path), logfile=log, formatting_info=True, ragged_rows=True)
	except xlrd.XLRDError as error:
		if ENCRYPTED in str(error):
			raise UnreadableFile(FileProblem.PROTECTED) from error
		raise


def rows_of(workbook: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[Row]:
	"""Yield the rows of a sheet as they are shown, what is merged downwards repeated in each of its rows."""
	ends = {(top + 1, left): bottom for top, bottom, left, _right in sheet.merged_cells if bottom > top + 1}
	merged: dict[int, tuple[int, str]] = {}
	with as_broken_file():
		for number in range(1, sheet.nrows + 1):
			cells = sheet.row(number - 1)
			faults = {column: Fault.DIGITS_LOST for column, cell in enumerate(cells) if is_cut(cell)}
			row = Row(number, [text_of(workbook, cell) for cell in cells], faults=faults)
			yield fill_merged(row, ends, merged) if ends else row


def is_cut(cell: xlrd.sheet.Cell) -> bool:
	"""Return whether a number has lost digits."""
	return cell.ctype == xlrd.XL_CELL_NUMBER and has_lost_digits(cell.value)


def text_of(workbook: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
	"""Return a cell's value as one reads it."""
	if cell.ctype == xlrd.XL_CELL_TEXT:
		return cell.value
	if cell.ctype == xlrd.XL_CELL_NUMBER:
		return shown(cell.value, format_of(workbook, cell))
	if cell.ctype == xlrd.XL_CELL_DATE:
		return shown(xlrd.xldate_as_datetime(cell.value, workbook.datemode))
	if cell.ctype == xlrd.XL_CELL_BOOLEAN:
		return shown(bool(cell.value))
	if cell.ctype == xlrd.XL_CELL_ERROR:
		return xlrd.error_text_from_code.get(cell.value, "#N/A")
	return ""


def format_of(workbook: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
	"""Return the number format of a cell."""
	form = workbook.format_map.get(workbook.xf_list[cell.xf_index].format_key)
	return form.format_str if form else "General"
