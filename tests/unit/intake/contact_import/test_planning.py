"""What columns and rows mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.intake.contact_import.columns import (
	ALIASES,
	REPEATABLE,
	TARGETS,
	apply_choices,
	by_header,
	guess_mapping,
	missing_fields,
)
from frappe_crm_app.intake.contact_import.joining import join_rows
from frappe_crm_app.intake.contact_import.planned_rows import LONGEST_VALUE, PlannedRow, identities
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.row_steps import Rules
from frappe_crm_app.intake.contact_import.tables import Row

RULES = Rules("US", ("Lead", "Qualified", "Customer", "Inactive"), ("Customer", "Vendor"))
HEADER = ("first_name", "last_name", "email", "phone", "company_name", "job_title", "status", "external_id")
MAPPING = dict(enumerate(HEADER))


def plan(*cells: str, number: int = 2) -> PlannedRow:
	return plan_row(Row(number, list(cells)), len(HEADER), MAPPING, RULES)


# --- columns ---


@pytest.mark.parametrize(
	("header", "field"),
	[
		("firstname", "first_name"),
		("Record ID", "external_id"),
		("Person - ID", "external_id"),
		("Contact Id", "external_id"),
		("Contact ID (18)", "external_id"),
		("Lead Source", "source"),
		("Original Source", "source"),
		("FIRST_NAME", "first_name"),
		("Given Name", "first_name"),
		("lastname", "last_name"),
		("Surname", "last_name"),
		("family name", "last_name"),
		("email", "email"),
		("E-Mail", "email"),
		("e-mail address", "email"),
		("E-mail 1 - Value", "email"),
		("Phone", "phone"),
		("telephone", "phone"),
		("Mobile", "phone"),
		("Phone Number", "phone"),
		("business phone", "phone"),
		("Company", "company_name"),
		("organisation", "company_name"),
		("Organization", "company_name"),
		("Organization Name", "company_name"),
		("Associated Company", "company_name"),
		("jobtitle", "job_title"),
		("Title", "job_title"),
		("Job Title", "job_title"),
		("position", "job_title"),
		("Organization Title", "job_title"),
		("Status", "status"),
		("Lead Status", "status"),
		("Middle Name", None),
		("E-mail 1 - Label", None),
	],
)
def test_a_column_is_known_by_its_header(header, field):
	assert guess_mapping([header]).get(0) == field


@pytest.mark.parametrize("header", [["Title", "Job Title"], ["Job Title", "Title"], ["Title", "Position"]])
def test_title_beside_a_job_is_a_salutation(header):
	mapping = guess_mapping(header)
	assert [header[column] for column in mapping] == [text for text in header if text != "Title"]


def test_of_two_columns_for_one_field_the_first_is_taken():
	assert guess_mapping(["Company", "Organisation"]) == {0: "company_name"}


def test_of_two_columns_of_phones_or_emails_the_second_is_a_further_one():
	assert guess_mapping(["Phone", "Mobile", "E-mail 1 - Value", "E-mail 2 - Value"]) == {
		0: "phone",
		1: "further_phone",
		2: "email",
		3: "further_email",
	}


def test_a_column_chosen_by_hand_takes_the_field_from_the_others():
	header = ["Etunimi", "Last Name", "Email", "Private"]
	choices = {"Etunimi": "first_name", "Private": "email", "Last Name": ""}
	assert apply_choices(header, choices) == {0: "first_name", 3: "email"}


def test_choices_made_once_mean_the_same_again():
	header = ["First Name", "Last Name", "Phone", "Mobile", "Notes"]
	mapping = apply_choices(header, {"Phone": "", "Mobile": "phone"})
	assert apply_choices(header, by_header(header, mapping)) == mapping


@pytest.mark.parametrize("choices", [{"Nobody": "email"}, {"A": "owner"}, {"A": "email", "B": "email"}])
def test_a_choice_that_cannot_be_is_refused(choices):
	with pytest.raises(ValueError, match=r".+"):
		apply_choices(["A", "B"], choices)


def test_missing_names_are_named():
	assert missing_fields(guess_mapping(["Email", "Surname"])) == ["first_name"]


@given(st.lists(st.sampled_from([alias for aliases in ALIASES.values() for alias in aliases] + ["x", ""])))
def test_every_field_has_at_most_one_column(header):
	fields = [field for field in guess_mapping(header).values() if field not in REPEATABLE]
	assert len(fields) == len(set(fields))
	assert set(fields) <= set(TARGETS)


# --- rows ---


def test_values_are_normalised():
	row = plan("  Ada ", "King\u200b", " ADA@Acme.Example ", "(415) 555-0100", "Acme\nLtd")
	assert row.values == {
		"first_name": "Ada",
		"last_name": "King",
		"email": "ada@acme.example",
		"phone": "+14155550100",
		"company_name": "Acme Ltd",
	}


@pytest.mark.parametrize(
	("cells", "problem"),
	[
		(["", "Novák"], Remark(RowProblem.NO_FIRST_NAME)),
		(["Mei", "   "], Remark(RowProblem.NO_LAST_NAME)),
		(["Mei"], Remark(RowProblem.NO_LAST_NAME)),
		(["Noor", "Nowak", "not-an-email"], Remark(RowProblem.BAD_EMAIL, "not-an-email")),
		(["Oscar", "Dubois", "", "call me maybe"], Remark(RowProblem.BAD_PHONE, "call me maybe")),
		(["Rosa", "x" * (LONGEST_VALUE + 1)], Remark(RowProblem.TOO_LONG, "last_name")),
		(["x" * 100, "y" * 100], Remark(RowProblem.TOO_LONG, "last_name")),
	],
)
def test_a_row_that_cannot_be_taken_says_why(cells, problem):
	assert plan(*cells).problem == problem


def test_a_status_is_spelled_as_the_option_it_means():
	assert plan("Ada", "King", "", "", "", "", "QUALIFIED").values["status"] == "Qualified"


def test_an_unknown_status_is_left_out_with_a_note():
	row = plan("Ada", "King", "", "", "", "", "Nonsense")
	assert "status" not in row.values
	assert row.notes == (Remark(RowNote.UNKNOWN_STATUS, "Nonsense"),)


def test_cells_beyond_the_header_are_noted():
	assert plan("Ada", "King", *[""] * 6, "surplus").notes == (Remark(RowNote.SURPLUS_CELLS),)


def test_a_formula_is_data():
	assert plan("Ada", "King", "", "", "=1+1").values["company_name"] == "=1+1"


def test_rows_with_one_email_are_one_person_and_later_values_win():
	rows = [
		plan("Ada", "King", "ada@acme.example", "+14155550100", "Acme", "Buyer"),
		plan("Ada", "Lovelace", "ADA@acme.example", "", "", "Director", number=3),
	]
	(joined,) = join_rows(rows)
	assert joined.numbers == (2, 3)
	assert joined.values["phone"] == "+14155550100"
	assert (joined.values["last_name"], joined.values["job_title"]) == ("Lovelace", "Director")


def test_rows_without_email_are_joined_by_external_id():
	cells = ["", "", "", "", ""]
	rows = [plan("Ada", "King", *cells, "7"), plan("Ada", "Byron", *cells, "7", number=3)]
	assert len(join_rows(rows)) == 1


TEXTS = st.text(max_size=40)
CELLS = st.lists(TEXTS, max_size=10)


@given(CELLS)
def test_a_row_is_either_taken_whole_or_refused_with_one_problem(cells):
	row = plan(*cells)
	if row.problem:
		assert not row.values
	else:
		assert {"first_name", "last_name"} <= set(row.values)
		assert all(value and len(value) <= LONGEST_VALUE for value in row.values.values())


PEOPLE = st.lists(
	st.builds(
		lambda email, external_id, job: ["Ada", "King", email, "", "", job, "", external_id],
		st.sampled_from(["", "a@acme.example", "B@acme.example", "b@acme.example", "bad"]),
		st.sampled_from(["", "1", "2"]),
		st.sampled_from(["", "Buyer", "Director"]),
	),
	max_size=12,
)


@given(PEOPLE)
def test_no_row_is_lost_or_taken_twice_when_rows_are_joined(people):
	rows = [plan(*cells, number=number) for number, cells in enumerate(people, start=2)]
	joined = join_rows(rows)
	assert sorted(number for row in joined for number in row.numbers) == list(range(2, len(people) + 2))
	emails = [row.values["email"] for row in joined if row.values.get("email")]
	assert len(emails) == len(set(emails))


@given(PEOPLE)
def test_planning_what_was_planned_changes_nothing(people):
	for cells in people:
		row = plan(*cells)
		if not row.problem:
			again = plan(*[row.values.get(name, "") for name in HEADER])
			assert again.values == row.values
			assert identities(again.values) == identities(row.values)


def test_an_external_id_goes_before_the_id_of_an_export_and_other_ids_are_nobodys():
	header = [
		"Record ID",
		"First Name",
		"External ID",
		"Associated Company IDs",
		"Deal ID",
		"Organization ID",
	]
	assert guess_mapping(header) == {1: "first_name", 2: "external_id"}
	assert guess_mapping(header[:2]) == {0: "external_id", 1: "first_name"}


def test_a_row_that_cannot_be_read_is_known_by_what_it_says_or_its_first_cells():
	assert plan("", "King", "ada@acme.example").known_by == "King, ada@acme.example"
	assert plan("", "", "", "", "", "Buyer", "Lead").known_by == "Buyer, Lead"
