"""Reads a CSV file: its encoding and delimiter found, its records row by row (pure).

The reader is strict: where quotation marks are not closed, or stand inside a cell without being written as two, no guess is made
about where the cells end. The lines concerned come out as rows with a fault, and reading goes on behind them.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from frappe_crm_app.intake.contact_import.columns import count_known
from frappe_crm_app.intake.contact_import.encodings import STRAY, encoding_of, read_stray
from frappe_crm_app.intake.contact_import.tables import Fault, FileProblem, Row, Source, UnreadableFile

DELIMITERS = ",;\t|"
SNIFFED = 1 << 14  # characters
SNIFFED_FOR_QUOTES = 1 << 12  # the standard library takes a time that grows with the square
MOST_LINES = 5_000_000  # read and counted within seconds
SNIFFED_LINES = 25
LONGEST_LINE = 1_000_000  # characters
# What Excel writes above a table to say its delimiter; it counts for no row there.
DELIMITER_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
BYTE_ORDER_MARK = "\ufeff"


@contextmanager
def open_text(path: str | Path, chosen_encoding: str = "") -> Iterator[Source]:
	"""Open a CSV file; its rows are read as they are asked for. Raises `UnreadableFile`."""
	encoding = encoding_of(path, chosen_encoding)
	with open(path, encoding=encoding.name, errors=encoding.errors, newline="") as stream:
		sample = stream.read(SNIFFED)
	delimiter = detect_delimiter(sample.lstrip(BYTE_ORDER_MARK))
	with open(path, encoding=encoding.name, errors=encoding.errors, newline="") as stream:
		rows = rows_of(stream, delimiter)
		yield Source(without_stray(rows) if encoding.may_stray else rows, encoding=encoding.name)


class Lines:
	"""The lines of a stream, none of which is longer than `LONGEST_LINE`; `since_record` are those of the record being read."""

	def __init__(self, stream: TextIO) -> None:
		self.stream = stream
		self.since_record: list[str] = []

	def __iter__(self) -> Iterator[str]:
		number = 0
		while line := self.stream.readline(LONGEST_LINE):
			number += 1
			if number > MOST_LINES:
				raise UnreadableFile(FileProblem.TOO_MANY_LINES)
			if len(line) == LONGEST_LINE:
				raise UnreadableFile(FileProblem.LINE_TOO_LONG, number)
			if number == 1:
				line = line.lstrip(BYTE_ORDER_MARK)
				if DELIMITER_LINE.fullmatch(line):
					continue
			line = line.replace("\0", "")
			self.since_record.append(line)
			yield line


def rows_of(stream: TextIO, delimiter: str) -> Iterator[Row]:
	"""Yield the rows of a CSV stream; raises `UnreadableFile` for a line or cell that no table of people has."""
	lines = Lines(stream)
	reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
	number = 0
	while True:
		try:
			for cells in reader:
				number += 1
				lines.since_record.clear()
				if cells:
					yield Row(number, cells)
			return
		except csv.Error as error:
			if "field limit" in str(error):
				raise UnreadableFile(FileProblem.CELL_TOO_LONG, number + 1) from error
			for line in lines.since_record:
				number += 1
				yield Row(number, split_anyhow(line, delimiter), fault=Fault.BROKEN_QUOTES)
			lines.since_record.clear()


def split_anyhow(line: str, delimiter: str) -> list[str]:
	"""Return the cells of a line whose quotation marks mean nothing sure, to show them."""
	return line.rstrip("\r\n").split(delimiter)


def without_stray(rows: Iterator[Row]) -> Iterator[Row]:
	"""Yield the rows, their stray bytes read as another encoding; those that had some say so."""
	for row in rows:
		if any(map(STRAY.search, row.cells)):
			yield Row(row.number, list(map(read_stray, row.cells)), fault=row.fault or Fault.STRAY_BYTES)
		else:
			yield row


def detect_delimiter(sample: str) -> str:
	"""Return the delimiter: that of a `sep=` line, else the standard library's guess, unless only another one makes a header mean
	something."""
	lines = sample.splitlines()[:SNIFFED_LINES]
	told = DELIMITER_LINE.fullmatch(lines[0]) if lines else None
	if told:
		return told[1]
	guess = sniff(sample)
	meaningful = {
		delimiter: max((count_known_headers(line, delimiter) for line in lines), default=0)
		for delimiter in DELIMITERS
	}
	best = max(DELIMITERS, key=meaningful.get)
	if guess and meaningful[guess] >= meaningful[best]:
		return guess
	return best


def sniff(sample: str) -> str | None:
	"""Return the delimiter that `csv.Sniffer` sees, `None` where it sees none."""
	try:
		return csv.Sniffer().sniff(sample[:SNIFFED_FOR_QUOTES], delimiters=DELIMITERS).delimiter
	except csv.Error:
		return None


def count_known_headers(line: str, delimiter: str) -> int:
	"""Return how many columns are known by name when the line is a header that is split so."""
	try:
		return count_known(next(csv.reader([line], delimiter=delimiter), []))
	except csv.Error:
		return 0
