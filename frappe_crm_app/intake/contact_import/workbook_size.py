"""Measures an XLSX file before anything of it is held in memory (pure, no site needed).

An XLSX file is a ZIP archive of XML parts: 300 kB can be a gigabyte. openpyxl reads the small parts whole, keeps the texts of the list
of texts and, of the sheet, one row at a time, with something left of each element. So each part is unpacked here once, piece by piece, and
its sizes, its rows and its elements are counted. openpyxl also makes up the cells before one far to the right, so it is counted how wide
the rows are. `ZipFile` unpacks no more of a part than the archive says it has.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

MOST_PART = 8 << 20  # bytes of a part that is read whole
MOST_SHARED_TEXT = 64 << 20  # bytes of the list of texts
MOST_ALTOGETHER = 2 << 30  # bytes of all parts
MOST_SHARED_TAGS = 3_000_000  # a text has two
MOST_ROWS = 1_048_576  # what Excel itself has
MOST_COLUMNS = 1000
MOST_MADE_UP = 5_000_000  # cells that stand before others and are not there
LONGEST_ROW = 2 << 20  # bytes
MOST_ROW_TAGS = 4 * 16_384  # Excel has as many columns, and a cell up to four elements
MOST_LOOSE = 64 << 20  # bytes of a sheet outside its rows: widths of columns, links, merged cells
MOST_LOOSE_TAGS = 500_000
PIECE = 1 << 20
MANIFEST = "[Content_Types].xml"
SHEET_TYPE, SHARED_TYPE = "worksheet+xml", "sharedStrings+xml"
ROW = re.compile(rb"<(?P<close>/)?(?:\w{1,20}:)?row(?=[\s/>])[^<>]*?(?P<empty>/)?>")
CELL = re.compile(rb"<(?:\w{1,20}:)?c(?=[\s/>])([^<>]*)>")
REFERENCE = re.compile(rb"\sr\s*=\s*[\"']\s*\$?([A-Za-z]{1,8})")
# Comments and the like could hide rows from this count. No program that writes spreadsheets puts them into a sheet.
HIDING = re.compile(rb"<!|<\?(?!xml\s)")


class TooLarge(ValueError):
	"""A workbook that would not fit the memory an import may take; `row` is the row where that showed, 0 for none."""

	def __init__(self, row: int = 0) -> None:
		super().__init__(row)
		self.row = row


class TooWide(TooLarge):
	"""A workbook with cells beyond the columns that a table of people may have."""


def refuse_large(path: str | Path) -> None:
	"""Raise `TooLarge` for a workbook that is not to be read."""
	with zipfile.ZipFile(path) as archive:
		refuse_if(sum(part.file_size for part in archive.infolist()) > MOST_ALTOGETHER)
		types = content_types(archive)
		for part in archive.infolist():
			with archive.open(part) as stream:
				refuse_large_part(part, types.get(part.filename, ""), stream)


def content_types(archive: zipfile.ZipFile) -> dict[str, str]:
	"""Return what each part of the archive is said to hold."""
	if archive.getinfo(MANIFEST).file_size > MOST_PART:
		raise TooLarge
	entries = ElementTree.fromstring(archive.read(MANIFEST)).iter()
	return {
		entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "")
		for entry in entries
		if entry.get("PartName")
	}


def refuse_large_part(part: zipfile.ZipInfo, content_type: str, stream: IO[bytes]) -> None:
	"""Raise `TooLarge` for a part that is too much for the way in which it is read."""
	if content_type.endswith(SHEET_TYPE):
		measure_sheet(stream)
	elif content_type.endswith(SHARED_TYPE):
		refuse_if(part.file_size > MOST_SHARED_TEXT)
		refuse_if(sum(piece.count(b"<") - piece.count(b"</") for piece in pieces(stream)) > MOST_SHARED_TAGS)
	elif part.file_size > MOST_PART:
		refuse_if(looks_like_xml(stream.read(PIECE)))  # pictures are not read


def refuse_if(is_too_much: bool, row: int = 0) -> None:
	if is_too_much:
		raise TooLarge(row)


@lru_cache(maxsize=4096)
def column_of(letters: bytes) -> int:
	"""Return the number of a column, from 1: 27 for `AA`."""
	number = 0
	for letter in letters.upper():
		number = number * 26 + letter - ord("A") + 1
	return number


def looks_like_xml(start: bytes) -> bool:
	"""Return whether an XML reader would take this for the start of a document, in whichever encoding."""
	return start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
	while piece := stream.read(PIECE):
		yield piece


def measure_sheet(stream: IO[bytes]) -> None:
	"""Raise `TooLarge` for a sheet with too many rows, one that is too long, or too much beside them."""
	measure = Measure()
	rest = b""
	for piece in pieces(stream):
		rest = measure.add(rest + piece)
	measure.count(rest)


@dataclass
class Measure:
	"""What was counted so far: rows, bytes and elements of the row that is open, and of all that is in no row.

	Of the open row there are `cells`, of which `unplaced` name no column, and `widest` is the last column named. `made_up` is how many
	cells of the rows before stand before others without being there.
	"""

	rows: int = 0
	is_in_row: bool = False
	row_bytes: int = 0
	row_tags: int = 0
	cells: int = 0
	unplaced: int = 0
	widest: int = 0
	made_up: int = 0
	loose_bytes: int = 0
	loose_tags: int = 0

	def add(self, data: bytes) -> bytes:
		"""Count a piece, and return its end where a tag begins that goes on in the next one."""
		refuse_if(bool(HIDING.search(data)), self.rows)
		place = 0
		for tag in ROW.finditer(data):
			if tag.start() > place:
				self.count(data[place : tag.start()])
			place = tag.end()
			self.take_tag(tag)
		return self.keep_end(data[place:])

	def keep_end(self, data: bytes) -> bytes:
		"""Count what is left of a piece up to its last tag, if that is not complete."""
		last = data.rfind(b"<")
		if last < 0 or b">" in data[last:]:
			self.count(data)
			return b""
		refuse_if(len(data) - last > LONGEST_ROW, self.rows)
		self.count(data[:last])
		return data[last:]

	def take_tag(self, tag: re.Match) -> None:
		"""Begin or end a row; one within another neither begins nor ends one."""
		if tag["close"]:
			self.is_in_row = False
			return
		if self.is_in_row:
			return self.count(tag[0])
		self.rows += 1
		refuse_if(self.rows > MOST_ROWS)
		self.row_bytes, self.row_tags, self.is_in_row = len(tag[0]), 1, not tag["empty"]
		self.made_up += self.made_up_in_row()
		self.cells = self.unplaced = self.widest = 0
		refuse_if(self.row_bytes > LONGEST_ROW, self.rows)

	def count(self, data: bytes) -> None:
		"""Count bytes and elements that begin among them."""
		tags = data.count(b"<") - data.count(b"</")
		if self.is_in_row:
			self.row_bytes += len(data)
			self.row_tags += tags
			refuse_if(self.row_bytes > LONGEST_ROW or self.row_tags > MOST_ROW_TAGS, self.rows)
			self.count_cells(data)
		else:
			self.loose_bytes += len(data)
			self.loose_tags += tags
			refuse_if(self.loose_bytes > MOST_LOOSE or self.loose_tags > MOST_LOOSE_TAGS, self.rows)

	def count_cells(self, data: bytes) -> None:
		"""Note how many cells of the open row there are and how far to the right they stand; those that name no column come last."""
		cells = CELL.findall(data)
		attributes = b" ".join(cells)
		named = REFERENCE.findall(attributes)
		self.cells += len(cells)
		self.unplaced += max(len(cells) - len(named), 0)
		self.widest = max(self.widest, *map(column_of, named), 0)
		if (
			self.widest + self.unplaced > MOST_COLUMNS or b"&" in attributes
		):  # a reference may be written in entities
			raise TooWide(self.rows)
		refuse_if(self.made_up + self.made_up_in_row() > MOST_MADE_UP, self.rows)

	def made_up_in_row(self) -> int:
		return max(self.widest - self.cells, 0)
