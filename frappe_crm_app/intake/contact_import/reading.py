"""Reads a table of people from a CSV or XLSX file, row by row (pure, no site needed).

Nothing here holds more than one row and a sample of the file, whatever its size. An XLSX file keeps its texts in one
list, which the reader must hold; `workbook_size.py` refuses a file that is too large for that before it is read.
"""

import codecs
import csv
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import openpyxl
from charset_normalizer import from_bytes

from frappe_crm_app.intake.contact_import.columns import field_of_header
from frappe_crm_app.intake.contact_import.workbook_size import MOST_ROWS, TooLarge, refuse_large
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.spreadsheet_formulas import restore_cell

DELIMITERS = ",;\t|"
# What exports come in, when it is not UTF-8 and says nothing about itself.
OTHER_ENCODINGS = ["utf_16_le", "utf_16_be", "cp1252", "latin_1"]
BYTE_ORDER_MARKS = {
	codecs.BOM_UTF8: "utf-8-sig",
	codecs.BOM_UTF16_LE: "utf-16",
	codecs.BOM_UTF16_BE: "utf-16",
}
BLOCK = 1 << 20  # bytes
SAMPLE = 1 << 16  # bytes
SNIFFED = 1 << 14  # characters
LONGEST_LINE = 1_000_000  # characters
MOST_COLUMNS = 1000
LONGEST_CELL = 131_072  # characters, as Python's reader of CSV files has it
ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"


class FileProblem(StrEnum):
	"""Why a file cannot be read."""

	EMPTY = "empty"
	BINARY = "binary"
	OLD_EXCEL = "old excel"
	BROKEN = "broken"
	TOO_MUCH_TEXT = "too much text"
	LINE_TOO_LONG = "line too long"
	CELL_TOO_LONG = "cell too long"
	TOO_MANY_COLUMNS = "too many columns"
	TOO_MANY_ROWS = "too many rows"
	NO_NAMES = "no names"


class UnreadableFile(ValueError):
	"""The file is no table of people; `row` is the row (the header is row 1) where that showed, 0 for none."""

	def __init__(self, problem: FileProblem, row: int = 0) -> None:
		super().__init__(problem, row)
		self.problem = problem
		self.row = row


@dataclass(frozen=True)
class Row:
	"""A row of the table. `number` counts as a spreadsheet does: the header is row 1."""

	number: int
	cells: list[str]


@dataclass(frozen=True)
class Table:
	"""An open table: its header, and the rows that have anything in them."""

	header: list[str]
	rows: Iterator[Row]


@contextmanager
def open_table(path: str | Path) -> Iterator[Table]:
	"""Open the file at `path` and read its header; its rows are read as they are asked for.

	Raises `UnreadableFile`, also while rows are read.
	"""
	with open(path, "rb") as file:
		mark = file.read(8)
	if not mark:
		raise UnreadableFile(FileProblem.EMPTY)
	if mark.startswith(OLD_EXCEL_MARK):
		raise UnreadableFile(FileProblem.OLD_EXCEL)
	with open_workbook(path) if mark.startswith(ZIP_MARK) else open_text(path) as records:
		yield as_table(records)


def as_table(records: Iterator[list[str]]) -> Table:
	"""Take the first record for the header and number the rest; raises `UnreadableFile`."""
	numbered = enumerate(records, start=1)
	for _number, cells in numbered:
		header = [tidy(cell) for cell in cells]
		while header and not header[-1]:
			header.pop()
		if header:
			break
	else:
		raise UnreadableFile(FileProblem.EMPTY)
	if len(header) > MOST_COLUMNS:
		raise UnreadableFile(FileProblem.TOO_MANY_COLUMNS)
	if any(is_control(character) for cell in header for character in cell):
		raise UnreadableFile(FileProblem.BINARY)
	return Table(header, filled_rows(numbered))


def filled_rows(numbered: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
	"""Yield the rows with something in them."""
	for number, cells in numbered:
		if any(cells) and any(not cell.isspace() for cell in cells if cell):
			yield Row(number, [restore_cell(cell) for cell in cells])


def tidy(cell: str) -> str:
	"""Return a header's text on one line."""
	return " ".join(cell.split())


def is_control(character: str) -> bool:
	"""Return whether no text has this character."""
	return unicodedata.category(character) == "Cc"


# --- CSV ---


@contextmanager
def open_text(path: str | Path) -> Iterator[Iterator[list[str]]]:
	"""Open a CSV file, its encoding and delimiter detected, as an iterator over its records."""
	encoding = detect_encoding(path)
	with open(path, encoding=encoding, errors="replace", newline="") as stream:
		sample = stream.read(SNIFFED)
	delimiter = detect_delimiter(sample)
	with open(path, encoding=encoding, errors="replace", newline="") as stream:
		yield records_of(stream, delimiter)


def records_of(stream: TextIO, delimiter: str) -> Iterator[list[str]]:
	"""Yield the records of a CSV stream; raises `UnreadableFile` for a line or cell that no table of people has."""
	reader = csv.reader(short_lines(stream), delimiter=delimiter)
	number = 0
	try:
		for number, cells in enumerate(reader, start=1):  # noqa: B007
			yield cells
	except csv.Error as error:
		raise UnreadableFile(FileProblem.CELL_TOO_LONG, number + 1) from error


def short_lines(stream: TextIO) -> Iterator[str]:
	"""Yield the stream's lines without ever holding one longer than `LONGEST_LINE`."""
	number = 0
	while line := stream.readline(LONGEST_LINE):
		number += 1
		if len(line) == LONGEST_LINE:
			raise UnreadableFile(FileProblem.LINE_TOO_LONG, number)
		yield line.replace("\0", "")


def detect_encoding(path: str | Path) -> str:
	"""Return the file's encoding: what its byte order mark says, UTF-8 when all of it is, else charset-normalizer's guess.

	Raises `UnreadableFile` where the file is no text.
	"""
	with open(path, "rb") as file:
		start = file.read(SAMPLE)
	for mark, encoding in BYTE_ORDER_MARKS.items():
		if start.startswith(mark):
			return encoding
	place = 0 if b"\0" in start else first_byte_not_utf8(path)
	if place is None:
		return "utf-8"
	guess = from_bytes(sample_around(path, place), cp_isolation=OTHER_ENCODINGS).best()
	if not guess:
		raise UnreadableFile(FileProblem.BINARY)
	return guess.encoding


def first_byte_not_utf8(path: str | Path) -> int | None:
	"""Return about where (within a block) the file stops being UTF-8, `None` where it never does."""
	decoder = codecs.getincrementaldecoder("utf-8")()
	with open(path, "rb") as file:
		place = 0
		while True:
			block = file.read(BLOCK)
			try:
				decoder.decode(block, final=not block)
			except UnicodeDecodeError as error:
				return place + error.start
			if not block:
				return None
			place += len(block)


def sample_around(path: str | Path, place: int) -> bytes:
	"""Return bytes around `place`, from an even offset, as encodings of two bytes need."""
	with open(path, "rb") as file:
		file.seek(max(0, place - SAMPLE // 2) // 2 * 2)
		return file.read(SAMPLE)


def detect_delimiter(sample: str) -> str:
	"""Return the delimiter: the standard library's guess, unless only another one makes the header mean something."""
	header = sample.lstrip("\ufeff\r\n").partition("\n")[0]
	guess = sniff(sample)
	meaningful = {delimiter: count_known_headers(header, delimiter) for delimiter in DELIMITERS}
	best = max(DELIMITERS, key=meaningful.get)
	if guess and meaningful[guess] >= meaningful[best]:
		return guess
	return best


def sniff(sample: str) -> str | None:
	"""Return the delimiter that `csv.Sniffer` sees, `None` where it sees none."""
	try:
		return csv.Sniffer().sniff(sample, delimiters=DELIMITERS).delimiter
	except csv.Error:
		return None


def count_known_headers(header: str, delimiter: str) -> int:
	"""Return how many columns of the header line are known by name when it is split so."""
	try:
		cells = next(csv.reader([header], delimiter=delimiter), [])
	except csv.Error:
		return 0
	return sum(1 for cell in cells if field_of_header(cell))


# --- XLSX ---


@contextmanager
def open_workbook(path: str | Path) -> Iterator[Iterator[list[str]]]:
	"""Open the first sheet of an XLSX file as an iterator over its records."""
	with as_broken_file():
		refuse_large(path)
		workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
	try:
		yield records_of_sheet(workbook)
	finally:
		workbook.close()


def records_of_sheet(workbook: openpyxl.Workbook) -> Iterator[list[str]]:
	"""Yield the records of the first sheet, every cell as text."""
	with as_broken_file():
		sheet = workbook.worksheets[0]
		sheet.reset_dimensions()  # files claim sizes that they do not have
		for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
			if number > MOST_ROWS:  # a row may claim any number, and those before it are made up
				raise UnreadableFile(FileProblem.TOO_MANY_ROWS)
			cells = [as_text(value) for value in row]
			if any(len(cell) > LONGEST_CELL for cell in cells):
				raise UnreadableFile(FileProblem.CELL_TOO_LONG, number)
			yield cells


def as_text(value: object) -> str:
	"""Return a cell's value as one would read it: 12025550100, not 12025550100.0."""
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer():
		return str(int(value))
	return str(value)


@contextmanager
def as_broken_file() -> Iterator[None]:
	"""Turn whatever a reader of foreign files stumbles over into `UnreadableFile`."""
	try:
		yield
	except (UnreadableFile, GeneratorExit):
		raise
	except TooLarge as error:
		raise UnreadableFile(FileProblem.TOO_MUCH_TEXT, error.row) from error
	except Exception as error:
		raise UnreadableFile(FileProblem.BROKEN) from error
