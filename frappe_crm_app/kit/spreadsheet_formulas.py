"""Cells that a spreadsheet would take for formulas: data when they come in, harmless when they go out (pure)."""

import io
import re
import zipfile
from xml.sax.saxutils import escape, unescape

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
PHONE = re.compile(r"\+?[\d ()./-]*")  # what no spreadsheet makes more of than a number
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
# As openpyxl writes a text that begins with "=": a formula without a value.
FORMULA_CELL = re.compile(r"<c ([^>]*)>\s*<f>([^<]*)</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def neutralise_cell(value: object) -> str:
	"""Return `value` as text that no spreadsheet calculates: behind an apostrophe where it begins like a formula."""
	text = "" if value is None else str(value)
	return (
		f"'{text}" if text.lstrip(" ").startswith(FORMULA_MARKS) or text.startswith(FORMULA_MARKS) else text
	)


def neutralise_csv(content: bytes) -> bytes:
	"""Return a CSV file in which every text is quoted (`csv.QUOTE_NONNUMERIC`) with its texts neutralised; numbers of phones stay."""

	def neutralised(field: re.Match) -> str:
		text = field[1].replace('""', '"')
		harmless = text if PHONE.fullmatch(text) else neutralise_cell(text)
		return '"{}"'.format(harmless.replace('"', '""'))

	return QUOTED.sub(neutralised, content.decode()).encode()


def neutralise_workbook(content: bytes) -> bytes:
	"""Return an XLSX file that openpyxl made of plain values with its formulas turned into the texts that they were."""

	def as_text(cell: re.Match) -> str:
		text = escape(neutralise_cell(f"={unescape(cell[2])}"))
		return f'<c {cell[1]} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

	written = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as found,
		zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made,
	):
		for part in found.infolist():
			data = found.read(part)
			if part.filename.startswith("xl/worksheets/"):
				data = FORMULA_CELL.sub(as_text, data.decode()).encode()
			made.writestr(part, data)
	return written.getvalue()


def restore_cell(text: str) -> str:
	"""Return a cell without the apostrophe that `neutralise_cell` has put before it."""
	if text.startswith("'") and neutralise_cell(text[1:]) == text:
		return text[1:]
	return text
