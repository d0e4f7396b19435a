"""Files as people upload them, read row by row."""

import csv
import io
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frappe_crm_app.intake.contact_import.reading import (
	LONGEST_LINE,
	MOST_COLUMNS,
	FileProblem,
	UnreadableFile,
	open_table,
)
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
		(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), FileProblem.OLD_EXCEL),
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
