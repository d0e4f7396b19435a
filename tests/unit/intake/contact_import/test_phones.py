"""Which country a phone of a file belongs to, and what else stands in its cell (reported file 77 and others)."""

import csv
from pathlib import Path

import pytest

from frappe_crm_app.intake.contact_import.joining import join_rows
from frappe_crm_app.intake.contact_import.planned_rows import FurtherAddresses, PlannedRow
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.row_steps import Rules
from frappe_crm_app.intake.contact_import.tables import Row
from frappe_crm_app.records.identity.several import Phone

REPORTED = Path(__file__).parents[3] / "data" / "import" / "reported"
FIELDS = ("first_name", "last_name", "email", "phone", "country")
COUNTRIES = {
	"france": "fr",
	"australia": "au",
	"south africa": "za",
	"india": "in",
	"united kingdom": "gb",
	"turkey": "tr",
}


def plan(cells: list[str], number: int = 2, **rules) -> PlannedRow:
	given = Rules("us", **{"regions": COUNTRIES, **rules})
	return plan_row(Row(number, cells), len(FIELDS), dict(enumerate(FIELDS)), given)


def phone(text: str, country: str = "", **rules) -> PlannedRow:
	return plan(["Ada", "King", "ada@x.example", text, country], **rules)


def test_77_the_country_of_the_row_says_whose_number_it_is():
	with (REPORTED / "77_foreign_local.csv").open(newline="") as file:
		_header, *rows = csv.reader(file)
	assert [plan(row).values.get("phone") for row in rows] == [
		"+33612345678", "+61412345678", "+27821234567", "+919876543210", "+447911123456", "+905321234567",
	]  # fmt: skip
	for row in (plan(row, regions={}) for row in rows):
		assert (row.problem or row.unread_phone).code == RowProblem.BAD_PHONE


def test_the_chosen_country_goes_before_the_sites():
	assert phone("06 12 34 56 78", chosen_region="fr").values["phone"] == "+33612345678"
	assert phone("(202) 555-0143", chosen_region="fr").values["phone"] == "+12025550143"
	assert phone("06 12 34 56 78", "Atlantis").problem == Remark(RowProblem.BAD_PHONE, "06 12 34 56 78")


def test_a_person_is_taken_without_a_phone_that_is_none_where_that_is_chosen():
	row = phone("06 12 34 56 78", leaves_bad_phones=True)
	assert (row.problem, row.values.get("phone")) == (None, None)
	assert row.notes == (Remark(RowNote.NO_PHONE, "06 12 34 56 78"),)


@pytest.mark.parametrize(
	("text", "primary", "rows"),
	[
		("(202) 555-0128 x12", "+12025550128", [Phone("+12025550128", "12")]),
		("202 555 0121, 202 555 0122", "+12025550121", [Phone("+12025550121"), Phone("+12025550122")]),
		("202 555 0121", "+12025550121", []),
	],
)
def test_extensions_and_further_numbers_need_rows(text, primary, rows):
	row = phone(text)
	assert (row.values["phone"], list(row.further.phones)) == (primary, rows)


def test_digits_alone_wait_for_what_is_stored():
	row = phone("4930901820")
	assert (row.problem, row.bare_phone) == (None, "+4930901820")
	assert row.unread_phone == Remark(RowProblem.BAD_PHONE, "4930901820")


def test_rows_that_are_joined_say_all_their_addresses():
	first = plan(["Ada", "King", "a@x.example; b@x.example", "202 555 0121 x1", ""])
	second = plan(["Ada", "King", "b@x.example", "202 555 0122", ""], 3)
	(joined,) = join_rows([first, second])
	assert joined.numbers == (2, 3)
	assert joined.values["email"] == "b@x.example"
	assert joined.further == FurtherAddresses(("a@x.example",), (Phone("+12025550121", "1"),))
