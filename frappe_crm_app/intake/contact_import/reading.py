"""Reads a table of people from a CSV, XLSX or XLS file, row by row (pure, no site needed).

Nothing here holds more than one row and a sample of the file, whatever its size, but for what the readers of workbooks must.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, islice
from pathlib import Path

from openpyxl.utils import get_column_letter

from frappe_crm_app.intake.contact_import.columns import count_known
from frappe_crm_app.intake.contact_import.file_kinds import FileKind, kind_of
from frappe_crm_app.intake.contact_import.old_workbooks import open_old_workbook
from frappe_crm_app.intake.contact_import.tables import (
	FOUND,
	NO_HEADER,
	Fault,
	FileProblem,
	ReadingChoices,
	Row,
	Source,
	Table,
	UnreadableFile,
)
from frappe_crm_app.intake.contact_import.text_files import open_text
from frappe_crm_app.intake.contact_import.workbook_size import MOST_COLUMNS
from frappe_crm_app.intake.contact_import.workbooks import open_workbook
from frappe_crm_app.kit.spreadsheet_formulas import restore_cell

LOOKED_AT = 25  # rows in which the header is looked for
FEWEST_KNOWN = 2  # columns known by name, for a row below others to be the header
EMAIL = re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*")
LONGEST_EMAIL = 320  # characters


@contextmanager
def open_table(path: str | Path, choices: ReadingChoices = FOUND) -> Iterator[Table]:
	"""Open the file at `path` and read its header; its rows are read as they are asked for.

	Raises `UnreadableFile`, also while rows are read.
	"""
	kind = kind_of(path)
	with open_source(kind, path, choices) as source:
		yield as_table(source, choices.header_row, has_delimiters=kind == FileKind.TEXT)


def open_source(kind: FileKind, path: str | Path, choices: ReadingChoices) -> AbstractContextManager[Source]:
	"""Open the file by the reader of its kind."""
	if kind == FileKind.WORKBOOK:
		return open_workbook(path, choices.sheet)
	if kind == FileKind.OLD_WORKBOOK:
		return open_old_workbook(path, choices.sheet)
	return open_text(path, choices.encoding)


def as_table(source: Source, chosen_row: int, has_delimiters: bool) -> Table:
	"""Find the header, or take that which was chosen; raises `UnreadableFile`."""
	first_rows, others = look_ahead(source.rows, max(LOOKED_AT, chosen_row))
	header_row = chosen_row or find_header(first_rows)
	if header_row == NO_HEADER:
		width = max((len(row.cells) for row in first_rows), default=0)
		header, below = [f"Column {get_column_letter(place)}" for place in range(1, width + 1)], first_rows
		check_no_control([cell for row in first_rows[:1] for cell in row.cells])
	else:
		top = next((row for row in first_rows if row.number == header_row and any(row.cells)), None)
		if not top:
			raise UnreadableFile(FileProblem.NO_SUCH_HEADER)
		width = len(top.cells)
		header, below = header_of(top), [row for row in first_rows if row.number > header_row]
	if len(header) > MOST_COLUMNS:
		raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS)
	rows = filled_rows(chain(below, others), width if has_delimiters else None)
	return Table(header, rows, source, header_row, first_rows)


def look_ahead(rows: Iterator[Row], most: int) -> tuple[list[Row], Iterator[Row]]:
	"""Return the first rows and those that follow; what breaks off among the first ones does so when it is read in turn."""
	first: list[Row] = []
	try:
		first.extend(islice(rows, most))
	except UnreadableFile as error:
		if not any(is_filled(row.cells) for row in first):
			raise
		return first, breaking_off(error)
	return first, rows


def breaking_off(error: UnreadableFile) -> Iterator[Row]:
	"""Yield no row, but raise."""
	raise error
	yield


def find_header(first_rows: Sequence[Row]) -> int:
	"""Return the row of the header: that with the most columns known by name, else the first; `NO_HEADER` where that is a person.

	Raises `UnreadableFile` where there is nothing.
	"""
	filled = [row for row in first_rows if is_filled(row.cells)]
	if not filled:
		raise UnreadableFile(FileProblem.EMPTY)
	known = {row.number: count_known(row.cells) for row in filled}
	best = max(known, key=known.get)
	if known[best] >= FEWEST_KNOWN:
		return best
	first = filled[0]
	if not known[first.number] and any(map(is_email, first.cells)):
		return NO_HEADER
	return first.number


def is_email(cell: str) -> bool:
	"""Return whether a cell looks like an email; only short ones are looked at."""
	return len(cell) <= LONGEST_EMAIL and bool(EMAIL.fullmatch(cell))


def header_of(row: Row) -> list[str]:
	"""Return the headers of a row; raises `UnreadableFile` where they are no text."""
	header = [tidy(cell) for cell in row.cells]
	while header and not header[-1]:
		header.pop()
	check_no_control(header)
	return header


def check_no_control(cells: Iterable[str]) -> None:
	"""Raise `UnreadableFile` where there are characters that no text has."""
	if any(unicodedata.category(character) == "Cc" for cell in cells for character in tidy(cell)):
		raise UnreadableFile(FileProblem.BINARY)


def filled_rows(rows: Iterable[Row], width: int | None) -> Iterator[Row]:
	"""Yield the rows with something in them; one that has more cells than the `width` of a text's header says so."""
	for row in rows:
		if not is_filled(row.cells) and not row.faults:
			continue
		fault = row.fault
		if width is not None and fault != Fault.BROKEN_QUOTES and is_shifted(row.cells, width):
			fault = Fault.SHIFTED_CELLS
		if fault == row.fault and not any(cell.startswith("'") for cell in row.cells):
			yield row
		else:
			yield Row(row.number, [restore_cell(cell) for cell in row.cells], fault, row.faults)


def is_shifted(cells: Sequence[str], width: int) -> bool:
	"""Return whether the cells run on beyond the header, as where a delimiter inside a text was not quoted: the last column is
	filled, or a cell begins with a space, as what follows a comma does. Cells beyond a gap are only too many."""
	if not is_filled(cells[width:]):
		return False
	return bool(cells[width - 1].strip()) or any(cell.startswith(" ") for cell in cells)


def is_filled(cells: Sequence[str]) -> bool:
	"""Return whether anything stands in the cells."""
	return any(cells) and any(not cell.isspace() for cell in cells if cell)


def tidy(cell: str) -> str:
	"""Return a header's text on one line, its lines apart."""
	lines = [" ".join(line.split()) for line in cell.splitlines()]
	return " / ".join(line for line in lines if line)
