"""A table of people as the readers of files give it, and what can be wrong with a file or a row (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from frappe_crm_app.kit.enums import StrEnum


class FileProblem(StrEnum):
	"""Why a file cannot be read."""

	EMPTY = "empty"
	BINARY = "binary"
	BROKEN = "broken"
	PROTECTED = "protected"
	OPEN_DOCUMENT = "open document"
	NUMBERS = "numbers"
	BINARY_WORKBOOK = "binary workbook"
	OTHER_DOCUMENT = "other document"
	WEB_PAGE = "web page"
	VCARD = "vcard"
	TOO_MUCH_TEXT = "too much text"
	LINE_TOO_LONG = "line too long"
	CELL_TOO_LONG = "cell too long"
	TOO_MANY_COLUMNS = "too many columns"
	TOO_MANY_ROWS = "too many rows"
	TOO_MANY_LINES = "too many lines"
	NO_NAMES = "no names"
	NO_SUCH_SHEET = "no such sheet"
	NO_SUCH_HEADER = "no such header"
	NO_SUCH_ENCODING = "no such encoding"


class UnreadableFile(ValueError):
	"""The file is no table of people; `row` is the row (as a spreadsheet counts) where that showed, 0 for none."""

	def __init__(self, problem: FileProblem, row: int = 0) -> None:
		super().__init__(problem, row)
		self.problem = problem
		self.row = row


class Fault(StrEnum):
	"""What is wrong with a row, or with a cell of it, as it stands in the file."""

	BROKEN_QUOTES = "broken quotes"
	SHIFTED_CELLS = "shifted cells"
	STRAY_BYTES = "stray bytes"
	FORMULA = "formula"
	DIGITS_LOST = "digits lost"


@dataclass(frozen=True)
class Row:
	"""A row of the table. `number` counts as a spreadsheet does, from 1.

	`fault` is what is wrong with the whole of it, `faults` what is wrong with single cells, by column.
	"""

	number: int
	cells: list[str]
	fault: Fault | None = None
	faults: Mapping[int, Fault] | None = None


@dataclass(frozen=True)
class Sheet:
	"""A sheet of a workbook."""

	name: str
	is_hidden: bool = False


@dataclass(frozen=True)
class ReadingChoices:
	"""What a person has chosen about reading a file; what is left out is found.

	`encoding` is one of `encodings.ENCODINGS`, `header_row` a row's number, or `NO_HEADER`.
	"""

	encoding: str = ""
	sheet: str = ""
	header_row: int = 0


FOUND = ReadingChoices()
NO_HEADER = -1


@dataclass(frozen=True)
class Source:
	"""The rows of an open file, the header among them, and how they are read: `encoding` of a text, `sheets` of a workbook."""

	rows: Iterator[Row]
	encoding: str = ""
	sheet: str = ""
	sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True)
class Table:
	"""An open table: its header, the rows below it that have anything in them, and how it is read.

	`header_row` is the row of the header, or `NO_HEADER`; `first_rows` are those among which it was looked for.
	"""

	header: list[str]
	rows: Iterator[Row]
	source: Source
	header_row: int
	first_rows: list[Row]
