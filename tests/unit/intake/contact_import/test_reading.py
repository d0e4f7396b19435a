"""Files as people upload them, read row by row."""

import csv
import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frappe_crm_app.intake.contact_import.reading import MOST_COLUMNS, open_table
from frappe_crm_app.intake.contact_import.tables import Fault, FileProblem, ReadingChoices, UnreadableFile
from frappe_crm_app.intake.contact_import.text_files import LONGEST_LINE
from frappe_crm_app.kit.spreadsheet_formulas import neutralise_cell, restore_cell

SAMPLES = Path(__file__).parents[3] / "data" / "import"
PEOPLE = [["Élodie", "Müller", "elodie@acme.example"], ["José", "Ñandú", "jose@acme.example"]]
HEADER = ["First Name", "Last Name", "Email"]


@pytest.fixture
def write(tmp_path):
	"""`write(content)` -> the path of a file with these bytes."""

	def write(content: bytes) -> Path:
		path = tmp_path / "people"
		path.write_bytes(content)
		return path

	return write


def read(path: Path) -> tuple[list[str], list[list[str]]]:
	with open_table(path) as table:
		return table.header, [row.cells for row in table.rows]


def problem_of(path: Path) -> FileProblem:
	with pytest.raises(UnreadableFile) as error:
		read(path)
	return error.value.problem


def as_csv(rows: list[list[str]], delimiter: str = ",", terminator: str = "\r\n") -> str:
	stream = io.StringIO()
	csv.writer(stream, delimiter=delimiter, lineterminator=terminator).writerows(rows)
	return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
	"encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_delimiter_and_encoding_are_detected(write, delimiter, encoding):
	path = write(as_csv([HEADER, *PEOPLE * 5], delimiter).encode(encoding))
	assert read(path) == (HEADER, PEOPLE * 5)


@pytest.mark.parametrize(
	("name", "rows"),
	[("hubspot_style.csv", 120), ("google_style.csv", 80), ("semicolon_latin1.csv", 58), ("dirty.csv", 13)],
)
def test_samples_are_read_to_the_end(name, rows):
	assert len(read(SAMPLES / name)[1]) == rows


def test_latin1_is_read_with_its_accents():
	cells = [cell for row in read(SAMPLES / "semicolon_latin1.csv")[1] for cell in row]
	assert {"Müller", "Águila Logística"} <= set(cells)


def test_an_accent_far_behind_the_start_of_a_latin1_file_is_read(write):
	rows = [HEADER, *[["Ada", "King", f"ada{number}@acme.example"] for number in range(60_000)], PEOPLE[0]]
	assert read(write(as_csv(rows).encode("latin-1")))[1][-1] == PEOPLE[0]


@pytest.mark.parametrize("terminator", ["\n", "\r", "\r\n"])
def test_line_ends_of_every_system_are_read(write, terminator):
	assert read(write(as_csv([HEADER, *PEOPLE], ";", terminator).encode()))[1] == PEOPLE


def test_a_line_break_inside_quotes_is_part_of_the_cell(write):
	path = write(b'First Name,Last Name,Notes\nAda,King,"one\ntwo"\nBob,Reed,\n')
	assert read(path)[1] == [["Ada", "King", "one\ntwo"], ["Bob", "Reed", ""]]


def test_a_delimiter_in_the_text_does_not_mislead(write):
	text = "first_name;last_name;company\nAda;King;Smith, Jones, Brown\nBob;Reed;Doe, Roe\n"
	assert read(write(text.encode()))[0] == ["first_name", "last_name", "company"]


def test_empty_rows_are_passed_over_and_numbers_are_those_of_a_spreadsheet(write):
	with open_table(write(b"First Name,Last Name\n\n , \nAda,King\n,,,\nBob,Reed\n")) as table:
		assert [row.number for row in table.rows] == [4, 6]


@pytest.mark.parametrize(
	("content", "problem"),
	[
		(b"", FileProblem.EMPTY),
		(b"\n\n\n", FileProblem.EMPTY),
		(b"\xef\xbb\xbf", FileProblem.EMPTY),
		(bytes(range(256)) * 20, FileProblem.BINARY),
		(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 50, FileProblem.BINARY),
		(b"First\x01Name,Last\x02Name\n", FileProblem.BINARY),
		(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), FileProblem.BROKEN),
		(b"PK\x03\x04 and then nothing", FileProblem.BROKEN),
		(b"a" * (LONGEST_LINE + 1), FileProblem.LINE_TOO_LONG),
		(b"First Name,Last Name\n" + b"a" * (LONGEST_LINE + 1), FileProblem.LINE_TOO_LONG),
		(b'First Name,Last Name\n"Ada,King\n' + b"Bob,Reed\n" * 50_000, FileProblem.CELL_TOO_LONG),
		(b",".join([b"Column"] * (MOST_COLUMNS + 1)), FileProblem.TOO_MANY_COLUMNS),
	],
)
def test_what_is_no_table_is_refused(write, content, problem):
	assert problem_of(write(content)) == problem


@pytest.mark.parametrize(
	("name", "problem"), [("empty.csv", FileProblem.EMPTY), ("binary.csv", FileProblem.BINARY)]
)
def test_samples_that_are_no_table_are_refused(name, problem):
	assert problem_of(SAMPLES / name) == problem


def test_three_hundred_columns_are_read(write):
	header = [f"Column {number}" for number in range(300)]
	assert read(write(as_csv([header, ["x"] * 300]).encode())) == (header, [["x"] * 300])


def test_memory_does_not_grow_with_the_file(write):
	path = write(as_csv([HEADER]).encode() + as_csv(PEOPLE).encode() * 100_000)
	tracemalloc.start()
	with open_table(path) as table:
		assert sum(1 for _row in table.rows) == 200_000
	peak = tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert peak < 8 << 20


# --- XLSX ---


@pytest.fixture
def workbook(tmp_path):
	"""`workbook(rows)` -> the path of an XLSX file."""

	def write(rows: list[list]) -> Path:
		book = openpyxl.Workbook()
		for row in rows:
			book.active.append(row)
		path = tmp_path / "people.xlsx"
		book.save(path)
		return path

	return write


def test_a_workbook_is_read(workbook):
	assert read(workbook([HEADER, *PEOPLE])) == (HEADER, PEOPLE)


def test_numbers_in_a_workbook_are_read_as_they_are_shown(workbook):
	rows = read(
		workbook(
			[["First Name", "Last Name", "Phone"], ["Ada", "King", 12025550100.0], ["Bob", "Reed", None]]
		)
	)[1]
	assert rows == [["Ada", "King", "12025550100"], ["Bob", "Reed"]]


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path):
	path = tmp_path / "letters.zip"
	with zipfile.ZipFile(path, "w") as archive:
		archive.writestr("letter.txt", "Dear Ada")
	assert problem_of(path) == FileProblem.BROKEN


# --- properties ---

CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="'\ufeff"), max_size=20)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=20)


@settings(max_examples=150)
@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_is_read(tmp_path_factory, rows, delimiter, encoding):
	path = tmp_path_factory.mktemp("property") / "people.csv"
	path.write_bytes(as_csv([HEADER, *rows], delimiter).encode(encoding))
	filled = [row for row in rows if any(cell and not cell.isspace() for cell in row)]
	assert read(path) == (HEADER, filled)


@settings(max_examples=300)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
	path = tmp_path_factory.mktemp("property") / "people.csv"
	path.write_bytes(content)
	with suppress(UnreadableFile):
		read(path)


@given(st.text())
def test_a_neutral_cell_is_no_formula_and_comes_back_as_it_was(text):
	neutral = neutralise_cell(text)
	assert not neutral.startswith(("=", "+", "-", "@", "\t", "\r"))
	if not text.startswith("'"):
		assert restore_cell(neutral) == text


# --- what a file is, where its table begins, how its cells are shown ---


def test_an_old_workbook_is_read_as_it_is_shown():
	with open_table(SAMPLES / "old_excel.xls") as table:
		rows = list(table.rows)
	assert [(sheet.name, sheet.is_hidden) for sheet in table.source.sheets] == [
		("Notes", True),
		("People", False),
	]
	assert [row.cells[:5] for row in rows] == [
		["Zoë", "山田", "zoe@acme.example", "12025550100", "00123"],
		["Bob", "Reed", "bob@acme.example", "", "100457000000000000"],
	]
	assert [row.cells[5] for row in rows] == ["Acme", "Acme"]  # merged downwards
	assert rows[1].faults == {4: Fault.DIGITS_LOST}


def archive(tmp_path, entries: dict[str, str]) -> Path:
	path = tmp_path / "file.zip"
	with zipfile.ZipFile(path, "w") as file:
		for name, text in entries.items():
			file.writestr(name, text)
	return path


@pytest.mark.parametrize(
	("entries", "problem"),
	[
		({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, FileProblem.OPEN_DOCUMENT),
		({"mimetype": "application/vnd.oasis.opendocument.text"}, FileProblem.OTHER_DOCUMENT),
		({"xl/workbook.bin": ""}, FileProblem.BINARY_WORKBOOK),
		({"Index/Document.iwa": ""}, FileProblem.NUMBERS),
		({"word/document.xml": ""}, FileProblem.OTHER_DOCUMENT),
	],
)
def test_other_documents_are_refused_for_what_they_are(tmp_path, entries, problem):
	assert problem_of(archive(tmp_path, entries)) == problem


@pytest.mark.parametrize(
	("content", "problem"),
	[
		(b"\xef\xbb\xbf  <HTML><table>", FileProblem.WEB_PAGE),
		(b'<?xml version="1.0"?><Workbook>', FileProblem.WEB_PAGE),
		(b"BEGIN:VCARD\r\nVERSION:3.0", FileProblem.VCARD),
		(b"%PDF-1.7", FileProblem.OTHER_DOCUMENT),
		(b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), FileProblem.PROTECTED),
	],
)
def test_what_bears_the_name_of_a_table_is_refused_for_what_it_is(write, content, problem):
	assert problem_of(write(content)) == problem


def test_cells_are_read_as_they_are_shown(tmp_path):
	book = openpyxl.Workbook()
	book.active.append(["First Name", "Last Name", "External ID", "Phone", "Met", "Number"])
	book.active.append(["Ada", "King", 123, 2025550100, datetime(2026, 3, 8), 12345678901234567])
	book.active["C2"].number_format = "00000"
	book.active["D2"].number_format = "(000) 000-0000"
	book.save(tmp_path / "people.xlsx")
	with open_table(tmp_path / "people.xlsx") as table:
		(row,) = table.rows
	assert row.cells[:5] == ["Ada", "King", "00123", "(202) 555-0100", "2026-03-08"]
	assert row.faults == {5: Fault.DIGITS_LOST}


def test_a_hidden_sheet_is_not_taken_by_itself_and_can_be_chosen(tmp_path):
	book = openpyxl.Workbook()
	book.active.append(HEADER)
	book.active.append(["Old", "Person", "old@acme.example"])
	book.active.sheet_state = "hidden"
	visible = book.create_sheet("Now")
	visible.append(HEADER)
	visible.append(["Ada", "King", "ada@acme.example"])
	book.active = 1
	book.save(tmp_path / "people.xlsx")
	assert read(tmp_path / "people.xlsx")[1][0][0] == "Ada"
	with open_table(tmp_path / "people.xlsx", ReadingChoices(sheet="Sheet")) as table:
		assert [row.cells[0] for row in table.rows] == ["Old"]


def test_the_header_is_found_below_titles_and_rows_keep_their_numbers(write):
	path = write(b"Contacts of 2026,,\n,,\nFirst Name,Last Name,Email\nAda,King,ada@acme.example\n")
	with open_table(path) as table:
		assert (table.header_row, [row.number for row in table.rows]) == (3, [4])


def test_a_header_that_is_chosen_is_taken(write):
	path = write(b"a,b\nFirst Name,Last Name\nFirst,Last\nAda,King\n")
	with open_table(path, ReadingChoices(header_row=3)) as table:
		assert (table.header, [row.cells for row in table.rows]) == (["First", "Last"], [["Ada", "King"]])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_tells_the_delimiter_is_no_row(write, line):
	path = write(f"{line}\r\nx;y,z\r\n1;2,3\r\n".encode())
	with open_table(path) as table:
		assert (table.header, [(row.number, row.cells) for row in table.rows]) == (
			["x", "y,z"],
			[(2, ["1", "2,3"])],
		)


def test_an_unclosed_quote_swallows_nobody_silently(write):
	path = write(
		b'First Name,Last Name,Company\nAda,King,"Acme\nBob,Reed,Beta\nCy,Young,"C, Inc"\nDi,Fox,D\n'
	)
	with open_table(path) as table:
		rows = [(row.number, row.cells[0], row.fault) for row in table.rows]
	broken = Fault.BROKEN_QUOTES
	assert rows == [(2, "Ada", broken), (3, "Bob", broken), (4, "Cy", broken), (5, "Di", None)]


def test_a_quote_that_is_open_at_the_end_of_the_file_is_a_problem_of_its_rows(write):
	path = write(b'First Name,Last Name\nAda,King\nBob,"Reed\nCy,Young\n')
	with open_table(path) as table:
		rows = [(row.number, row.fault) for row in table.rows]
	assert rows == [(2, None), (3, Fault.BROKEN_QUOTES), (4, Fault.BROKEN_QUOTES)]


@pytest.mark.parametrize(
	"content",
	[
		b"First Name,Last Name\n" + b"\n" * 2_000_000,
		b"First Name,Last Name\nA," + b" " * 130_000 + b"x\n",
		b"A,a@" + b"." * 130_000 + b" x\n",
		b",'" * 20_000,
	],
	ids=["newlines", "blanks", "dots", "quotes"],
)
def test_no_text_file_takes_long(tmp_path, content):
	import contextlib
	import time

	path = tmp_path / "people.csv"
	path.write_bytes(content)
	begun = time.perf_counter()
	with contextlib.suppress(UnreadableFile), open_table(path) as table:
		list(table.rows)
	assert time.perf_counter() - begun < 10
