"""Workbooks that are small as files and huge as what they hold are refused before they are read."""

import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from frappe_crm_app.intake.contact_import import workbook_size
from frappe_crm_app.intake.contact_import.reading import FileProblem, UnreadableFile, open_table
from scripts.stack.bench import TREE

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MEGABYTE = 1 << 20
MOST_MEMORY = 400 * MEGABYTE  # of the whole process; Python and openpyxl alone take a tenth of it


def sheet(rows: str, before: str = "", after: str = "") -> str:
	return f"<worksheet {NAMESPACE}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def cell(text: str) -> str:
	return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f"<row>{cell('First Name')}{cell('Last Name')}</row>"
HUGE = 20 * MEGABYTE
BOMBS = {
	"a long cell": (SHEET, lambda: sheet(HEADER + f"<row>{cell('A' * HUGE)}</row>")),
	"a long attribute": (SHEET, lambda: sheet(HEADER + f'<row spans="{"1" * HUGE}"/>')),
	"a row of many cells": (SHEET, lambda: sheet(f"{HEADER}<row>{'<c/>' * (HUGE // 4)}</row>")),
	"cells in no row": (SHEET, lambda: sheet(HEADER + "<c/>" * (HUGE // 4))),
	"cells between rows": (SHEET, lambda: sheet((HEADER + "<c/>" * 1000) * 5000)),
	"rows within a row": (SHEET, lambda: sheet(HEADER + "<row>" * (HUGE // 5))),
	"rows hidden in a comment": (
		SHEET,
		lambda: sheet(f"<row>{('<c/>' * 1000 + '<!-- </row><row> -->') * 9000}</row>"),
	),
	"text in CDATA": (
		SHEET,
		lambda: sheet(f"<row>{cell('<![CDATA[' + '<row/>' * (HUGE // 6) + ']]>')}</row>"),
	),
	"too many rows": (SHEET, lambda: sheet(HEADER + "<row/>" * 1_100_000)),
	"much before the rows": (SHEET, lambda: sheet(HEADER, before="<a/>" * (HUGE // 4))),
	"much after the rows": (SHEET, lambda: sheet(HEADER, after="<a/>" * (HUGE // 4))),
	"another encoding": (SHEET, lambda: sheet(f"{HEADER}<row>{'<c/>' * (HUGE // 8)}</row>").encode("utf-16")),
	"texts": (STRINGS, lambda: f"<sst {NAMESPACE}>{'<si><t>a</t></si>' * 1_600_000}</sst>"),
	"elements among the texts": (STRINGS, lambda: f"<sst {NAMESPACE}>{'<a/>' * (60 * MEGABYTE // 4)}</sst>"),
	"styles": (STYLES, lambda: f"<styleSheet {NAMESPACE}>{'<a/>' * (HUGE // 4)}</styleSheet>"),
	"the manifest": ("[Content_Types].xml", lambda: f"<Types>{'<a/>' * (HUGE // 4)}</Types>"),
	"a sheet that is called a picture": ("xl/media/image1.png", lambda: sheet(HEADER + "<c/>" * (HUGE // 4))),
}


@pytest.fixture
def workbook(tmp_path):
	"""`workbook(part, content)` -> the path of an XLSX file with one of its parts put in place of openpyxl's."""

	def write(part: str, content: str | bytes) -> Path:
		plain, path = tmp_path / "plain.xlsx", tmp_path / "people.xlsx"
		book = openpyxl.Workbook()
		book.active.append(["First Name", "Last Name"])
		book.save(plain)
		with zipfile.ZipFile(plain) as found, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
			for name in {*found.namelist(), part}:
				made.writestr(name, content if name == part else found.read(name))
		return path

	return write


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(workbook, name):
	part, content = BOMBS[name]
	path = workbook(part, content())
	assert path.stat().st_size < 2 * MEGABYTE
	told = subprocess.run(
		[sys.executable, "-c", READING, str(path)],
		cwd=TREE,
		capture_output=True,
		text=True,
		timeout=120,
		check=True,
	).stdout
	problem, memory = told.split("\n")[:2]
	assert problem in (FileProblem.TOO_MUCH_TEXT, FileProblem.CELL_TOO_LONG)
	assert int(memory) * 1024 < MOST_MEMORY


# A process is told the most that it has taken with what it was begun from; the peak of its own is what /proc says.
READING = """
import re, sys
from pathlib import Path
from frappe_crm_app.intake.contact_import.reading import UnreadableFile, open_table
try:
	with open_table(sys.argv[1]) as table:
		for _row in table.rows:
			pass
	print("read")
except UnreadableFile as error:
	print(error.problem.value)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def test_a_row_that_claims_a_high_number_does_not_make_up_those_before(workbook):
	path = workbook(SHEET, sheet(HEADER + f'<row r="999999999">{cell("Ada")}</row>'))
	with pytest.raises(UnreadableFile) as error, open_table(path) as table:
		list(table.rows)
	assert error.value.problem == FileProblem.TOO_MANY_ROWS


def test_a_part_that_is_larger_than_it_says_is_not_read_on(workbook):
	path = workbook(STYLES, f"<styleSheet {NAMESPACE}>{'<a/>' * (20 * MEGABYTE)}</styleSheet>")
	content = bytearray(path.read_bytes())
	with zipfile.ZipFile(path) as archive:
		size = archive.getinfo(STYLES).file_size.to_bytes(4, "little")
	assert content.count(size) == 2
	path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
	with pytest.raises(UnreadableFile) as error, open_table(path):
		pass
	assert error.value.problem == FileProblem.BROKEN


@pytest.mark.parametrize(
	"rows",
	[
		HEADER + f'<row r="2" spans="1:2">{cell("Ada")}{cell("King")}</row>',
		f'<row r="1">{cell("First Name")}{cell("Last Name")}</row><row r="2"/>'
		+ f"<row r='3'>{cell('Ada')}{cell('King')}</row >",
		HEADER + f"<row>{cell('Ada')}{cell('King')}</row>" + "<row/>" * 2000,
	],
)
def test_what_spreadsheets_write_is_read(workbook, rows):
	with open_table(workbook(SHEET, sheet(rows))) as table:
		assert [row.cells[:2] for row in table.rows] == [["Ada", "King"]]


def test_prefixed_rows_are_counted_as_rows():
	cells = (b"<x:c>" + b"<x:t/>" * 60 + b"</x:c>") * 1000
	rows = b"<x:row>" + cells + b"</x:row>"
	measure = workbook_size.Measure()
	for _time in range(20):
		measure.count(measure.add(rows))
	assert (measure.rows, measure.loose_tags) == (20, 0)


def test_rows_are_counted_wherever_pieces_end():
	rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % number for number in range(500))
	for size in (1, 2, 3, 7, 50, 1000):
		measure, rest = workbook_size.Measure(), b""
		for start in range(0, len(rows), size):
			rest = measure.add(rest + rows[start : start + size])
		measure.count(rest)
		assert (measure.rows, measure.is_in_row, measure.loose_tags, rest) == (500, False, 0, b"")


def test_a_list_of_many_people_with_links_is_read(workbook):
	rows = "".join(f"<row>{cell(f'Ada {number}')}{cell('King')}</row>" for number in range(20_000))
	links = "".join(f'<hyperlink ref="A{number}" display="x"/>' for number in range(20_000))
	path = workbook(SHEET, sheet(HEADER + rows, after=f"<hyperlinks>{links}</hyperlinks>"))
	with open_table(path) as table:
		assert sum(1 for _row in table.rows) == 20_000


FAR = {
	"one cell": '<row r="1048576"><c r="XFD1048576"/></row>',
	"a cell a row": "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(2, 3000)),
	"in entities": '<row r="2"><c r="&#88;FD2"><v>1</v></c></row>',
	"in other quotes": "<row r='2'><c s=\" r='A1'\" r = 'XFD2'><v>1</v></c></row>",
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_cells_far_to_the_right_are_refused(workbook, rows):
	with pytest.raises(UnreadableFile) as refused, open_table(workbook(SHEET, sheet(HEADER + rows))) as table:
		list(table.rows)
	assert refused.value.problem == FileProblem.TOO_MANY_COLUMNS


def test_many_rows_of_one_cell_far_to_the_right_are_refused(workbook):
	rows = "".join(f'<row r="{row}"><c r="ALL{row}"><v>1</v></c></row>' for row in range(2, 9000))
	with pytest.raises(UnreadableFile) as refused, open_table(workbook(SHEET, sheet(HEADER + rows))) as table:
		list(table.rows)
	assert refused.value.problem == FileProblem.TOO_MUCH_TEXT
