"""Reads a sheet of an XLSX workbook, row by row (pure).

An XLSX file keeps its texts in one list, which the reader must hold; `workbook_size.py` refuses a file that is too large for that.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import openpyxl

from frappe_crm_app.intake.contact_import.columns import count_known
from frappe_crm_app.intake.contact_import.shown_cells import has_lost_digits, shown
from frappe_crm_app.intake.contact_import.tables import (
	Fault,
	FileProblem,
	Row,
	Sheet,
	Source,
	UnreadableFile,
)
from frappe_crm_app.intake.contact_import.workbook_marks import Marks, marks_of
from frappe_crm_app.intake.contact_import.workbook_size import MOST_ROWS, TooLarge, TooWide, refuse_large

LONGEST_CELL = 131_072  # characters, as Python's reader of CSV files has it
LOOKED_AT = 25  # rows of a sheet
FEWEST_KNOWN = 2  # headers, for a sheet to be one of people
VISIBLE = "visible"


@contextmanager
def open_workbook(path: str | Path, chosen_sheet: str = "") -> Iterator[Source]:
	"""Open the sheet that was chosen, or the first visible one with people, of an XLSX file. Raises `UnreadableFile`."""
	with as_broken_file():
		refuse_large(path)
		workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
	try:
		with as_broken_file():
			sheets = tuple(Sheet(each.title, each.sheet_state != VISIBLE) for each in workbook.worksheets)
			name = chosen_name(
				sheets, chosen_sheet, lambda name: [row.cells for row in rows_of(workbook[name], Marks())]
			)
			sheet = workbook[name]
			marks = marks_of(path, sheet._worksheet_path)
		yield Source(rows_of(sheet, marks), sheet=name, sheets=sheets)
	finally:
		workbook.close()


def chosen_name(sheets: Sequence[Sheet], chosen: str, cells_of: Callable[[str], Iterator[list[str]]]) -> str:
	"""Return the chosen sheet, else the first visible one whose first rows name columns of people, else the first visible one.

	Raises `UnreadableFile` where there is no such sheet.
	"""
	names = [sheet.name for sheet in sheets]
	if chosen:
		if chosen not in names:
			raise UnreadableFile(FileProblem.NO_SUCH_SHEET)
		return chosen
	visible = [sheet.name for sheet in sheets if not sheet.is_hidden] or names
	if not visible:
		raise UnreadableFile(FileProblem.EMPTY)
	if len(visible) == 1:
		return visible[0]
	for name in visible:
		if any(count_known(cells) >= FEWEST_KNOWN for cells in islice(cells_of(name), LOOKED_AT)):
			return name
	return visible[0]


def rows_of(sheet: object, marks: Marks) -> Iterator[Row]:
	"""Yield the rows of a sheet as they are shown, what is merged downwards repeated in each of its rows."""
	with as_broken_file():
		sheet.reset_dimensions()  # files claim sizes that they do not have
		merged: dict[int, tuple[int, str]] = {}
		for number, cells in enumerate(sheet.iter_rows(), start=1):
			if number > MOST_ROWS:  # a row may claim any number, and those before it are made up
				raise UnreadableFile(FileProblem.TOO_MANY_ROWS)
			if not (cells or merged or marks.formulas.get(number)):
				continue
			row = read_row(number, cells, marks)
			if any(len(text) > LONGEST_CELL for text in row.cells):
				raise UnreadableFile(FileProblem.CELL_TOO_LONG, number)
			yield fill_merged(row, marks.merged, merged) if marks.merged else row


def read_row(number: int, cells: Sequence, marks: Marks) -> Row:
	"""Return the cells of a row as text, with what is wrong with them."""
	values = [cell.value for cell in cells]
	texts = [
		value if isinstance(value, str) else "" if value is None else shown(value, cell.number_format)
		for value, cell in zip(values, cells, strict=True)
	]
	faults = {column: Fault.DIGITS_LOST for column, value in enumerate(values) if has_lost_digits(value)}
	for column in marks.formulas.get(number, ()):
		texts += [""] * (column + 1 - len(texts))
		faults[column] = Fault.FORMULA
	return Row(number, texts, faults=faults)


def fill_merged(row: Row, merged: dict[tuple[int, int], int], open_cells: dict[int, tuple[int, str]]) -> Row:
	"""Return the row with the text of cells that are merged with those above; `open_cells` are these, by column."""
	cells = list(row.cells)
	for column, (last_row, text) in list(open_cells.items()):
		if row.number > last_row:
			del open_cells[column]
			continue
		cells += [""] * (column + 1 - len(cells))
		cells[column] = cells[column] or text
	for column, text in enumerate(cells):
		last_row = merged.get((row.number, column))
		if last_row:
			open_cells[column] = (last_row, text)
	return Row(row.number, cells, faults=row.faults)


@contextmanager
def as_broken_file() -> Iterator[None]:
	"""Turn whatever a reader of foreign files stumbles over into `UnreadableFile`."""
	try:
		yield
	except (UnreadableFile, GeneratorExit):
		raise
	except TooWide as error:
		raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS, error.row) from error
	except TooLarge as error:
		raise UnreadableFile(FileProblem.TOO_MUCH_TEXT, error.row) from error
	except Exception as error:
		raise UnreadableFile(FileProblem.BROKEN) from error
