"""Which rows of a file are about one person."""

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import SharedEmails
from frappe_crm_app.intake.contact_import.joining import join_rows
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.remarks import RowNote, RowProblem
from frappe_crm_app.intake.contact_import.row_steps import Rules
from frappe_crm_app.intake.contact_import.tables import Row
from frappe_crm_app.records.identity.several import Phone

FIELDS = ("first_name", "last_name", "email", "phone", "company_name", "job_title", "external_id")
RULES = Rules("US", ("Lead",), ("Customer",))


def people(*rows: tuple[str, ...]) -> list[PlannedRow]:
	return [
		plan_row(Row(number, list(cells)), len(FIELDS), dict(enumerate(FIELDS)), RULES)
		for number, cells in enumerate(rows, start=2)
	]


PETER, ANNA = ("Peter", "Sharedson", "family@x.example"), ("Anna", "Sharedson", "family@x.example")


def test_two_people_with_one_email_are_never_silently_one():
	peter, anna = join_rows(people(PETER, ANNA))
	assert peter.problem is None
	assert (anna.problem.code, anna.problem.other) == (RowProblem.SHARED_EMAIL, "Peter Sharedson")


def test_each_of_them_may_have_a_contact_without_it():
	_peter, anna = join_rows(people(PETER, ANNA, ANNA), SharedEmails.OWN_CONTACT)
	assert anna.numbers == (3, 4)
	assert "email" not in anna.values
	assert anna.notes[0].code == RowNote.OWN_CONTACT


def test_they_may_be_told_to_be_the_same_person():
	(joined,) = join_rows(people(PETER, ANNA), SharedEmails.SAME_PERSON)
	assert joined.numbers == (2, 3)
	assert {note.code for note in joined.notes} == {RowNote.SAME_PERSON, RowNote.OTHER_NAME}


def test_another_last_name_of_one_person_is_noted():
	(joined,) = join_rows(people(("Ada", "King", "ada@x.example"), ("Ada", "Lovelace", "ada@x.example")))
	assert [(note.code, note.text) for note in joined.notes] == [(RowNote.OTHER_NAME, "Ada Lovelace")]


def test_rows_without_email_are_joined_by_phone_and_name():
	rows = people(
		("Phil", "Reed", "", "+14155550100"),
		("Phil", "Reed", "", "(415) 555-0100"),
		("Zoe", "Reed", "", "+14155550100"),
		("Phil", "Reed", "phil@x.example", "+14155550100"),
	)
	assert [row.numbers for row in join_rows(rows)] == [(2, 3, 5), (4,)]


def test_colleagues_with_one_phone_and_one_first_name_are_two_people():
	rows = people(("Sal", "Reed", "", "+14155550100"), ("Sal", "King", "", "+14155550100"))
	assert len(join_rows(rows)) == 2


def test_two_emails_with_one_phone_are_two_people():
	rows = people(
		("Phil", "Reed", "a@x.example", "+14155550100"), ("Phil", "Reed", "b@x.example", "+14155550100")
	)
	assert len(join_rows(rows)) == 2


def test_rows_with_a_name_only_are_one_person_unless_company_or_job_differ():
	rows = people(
		("Bob", "Reed"), ("BOB", "Reed"), ("Bob", "Reed", "", "", "Acme"), ("Bob", "Reed", "", "", "", "Boss")
	)
	assert [row.numbers for row in join_rows(rows)] == [(2, 3), (4,), (5,)]


def test_rows_are_joined_by_further_emails():
	rows = people(("Ada", "King", "a@x.example"), ("Ada", "King", "b@x.example\na@x.example"))
	(joined,) = join_rows(rows)
	assert (joined.values["email"], joined.further.emails) == ("b@x.example", ("a@x.example",))


def test_phones_of_a_cell_are_read_apart_with_their_extensions():
	(row,) = people(("Ada", "King", "", "+1 415 555 0100 ext. 7 / +14155550101"))
	assert row.values["phone"] == "+14155550100"
	assert row.further.phones == (Phone("+14155550100", "7"), Phone("+14155550101"))
