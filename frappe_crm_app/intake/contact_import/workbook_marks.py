"""What openpyxl's row-by-row reader does not tell of an XLSX sheet: merged cells, and formulas without a value (pure).

Both are found in the sheet's XML, read in blocks.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import coordinate_to_tuple, range_boundaries

BLOCK = 1 << 20  # bytes
OVERLAP = 1 << 15  # bytes, more than a formula has
MOST_MERGED = 100_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+\d+:[A-Z]+\d+)"')
EMPTY_FORMULA = re.compile(
	rb'<(?:\w+:)?c\s[^<>]*?r="([A-Z]+\d+)"[^<>]*>\s*'
	rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
	rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Marks:
	"""`formulas` are columns (from 0) by row (from 1); `merged` the lower end of what is merged, by its first row and column."""

	formulas: dict[int, set[int]] = field(default_factory=dict)
	merged: dict[tuple[int, int], int] = field(default_factory=dict)


def marks_of(path: str | Path, sheet_path: str) -> Marks:
	"""Return the marks of the sheet whose XML is at `sheet_path` in the workbook."""
	marks = Marks()
	for text in blocks_of(path, sheet_path):
		if b":f>" in text or b"<f" in text or b":f " in text:
			for found in EMPTY_FORMULA.finditer(text):
				row, column = coordinate_to_tuple(found[1].decode())
				marks.formulas.setdefault(row, set()).add(column - 1)
		if b"mergeCell " in text and len(marks.merged) < MOST_MERGED:
			for found in MERGED.finditer(text):
				column, row, _last_column, last_row = range_boundaries(found[1].decode())
				if last_row > row:
					marks.merged[row, column - 1] = last_row
	return marks


def blocks_of(path: str | Path, sheet_path: str) -> Iterator[bytes]:
	"""Yield the XML in blocks that overlap, so that nothing is cut in all of them."""
	tail = b""
	with zipfile.ZipFile(path) as archive, archive.open(sheet_path.lstrip("/")) as stream:
		while block := stream.read(BLOCK):
			text = tail + block
			yield text
			tail = text[-OVERLAP:]
