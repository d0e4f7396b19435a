"""Files as people report them, about who is who: each gives what is expected of it."""

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api as import_api
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import make_contact
from tests.site.intake.contact_import.conftest import contact, counts, import_file, undo_import

FOREIGN = ("Fra", "Aus", "Zaf", "Ind", "Ukm", "Tur")
PREFIXES = ["+33", "+61", "+27", "+91", "+44", "+90"]


def outcome(contact_import) -> list[tuple[int, str, str]]:
	"""Return row, outcome and reason of each line of the ledger."""
	rows = frappe.get_all(
		"CRM Contact Import Row",
		filters={"contact_import": contact_import.name},
		fields=["file_row", "outcome", "reason"],
		order_by="file_row asc",
	)
	return [(row.file_row, row.outcome, row.reason or "") for row in rows]


def test_37_external_ids_that_differ_by_case_are_two_people(upload):
	done = import_file(upload("reported/37_idcase.csv"))
	assert (done.status, *counts(done)) == ("Completed", 2, 0, 0, 0, 0)
	assert contact("hunt37a@x.example").external_id == "0035g00000AbCdE"
	assert contact("hunt37b@x.example").external_id == "0035g00000aBcDe"


def test_72_an_external_id_in_another_case_is_nobodys(upload):
	stored = make_contact(external_id="HUNT72-ABC")
	url = upload("reported/72_extid_existing_case.csv")
	assert import_api.process(url)["problems"] == []
	done = import_file(url)
	assert (done.status, *counts(done)) == ("Completed", 3, 0, 0, 0, 0)
	assert contact("hunt72clash@x.example").external_id == "hunt72-abc"
	assert frappe.db.get_value("CRM Contact", {"external_id": "HUNT72-ABC"}) == stored.name


def test_76_a_domain_is_stored_in_punycode_and_an_imported_contact_can_be_saved(upload):
	url = upload("reported/76_accent_single.csv")
	assert [problem["row"] for problem in import_api.process(url)["problems"]] == [3]
	done = import_file(url)
	assert counts(done) == (1, 0, 0, 1, 0)
	made = contact("info@xn--hunt76mller-zhb.example")
	made.job_title = "Chief"
	made.save()
	assert made.email == "info@xn--hunt76mller-zhb.example"
	assert "“josé76@x.example” is not an email address." in outcome(done)[1][2]


def test_77_no_local_number_becomes_one_of_another_country(upload):
	url = upload("reported/77_foreign_local.csv")
	assert [row["values"]["phone"][:3] for row in import_api.process(url)["preview"]] == PREFIXES
	nowhere = {"Country": ""}
	assert len(import_api.process(url, nowhere)["problems"]) == len(FOREIGN)
	in_france = import_api.process(url, nowhere, {"phone_country": "France"})
	assert [row["values"].get("phone") for row in in_france["preview"]][:1] == ["+33612345678"]
	without = import_file(url, nowhere, leave_bad_phones=1)
	assert counts(without) == (len(FOREIGN), 0, 0, 0, 0)
	assert frappe.get_all("CRM Contact", {"last_name": "Phonetest", "phone": ("is", "set")}) == []


def test_86_the_email_of_a_merged_contact_finds_the_kept_one(upload):
	keep = make_contact(first_name="Merge", last_name="Keep", email="hunt100a@x.example")
	remove = make_contact(first_name="Merge", last_name="Remove", email="hunt100b@x.example")
	merged = merge(keep.name, remove.name)["merge"]
	done = import_file(upload("reported/86_after_merge.csv"))
	assert counts(done) == (0, 1, 0, 0, 0)
	assert frappe.db.exists("CRM Contact Email", {"parent": keep.name, "email": "hunt100b@x.example"})
	undo_merge(merged)
	assert contact("hunt100b@x.example").name == remove.name


def test_93_what_frappe_takes_for_no_address_is_refused_at_this_door_too(upload):
	done = import_file(upload("reported/93_jp_mail.csv"))
	assert [each[:2] for each in outcome(done)] == [
		(2, "Skipped"), (3, "Skipped"), (4, "Skipped"), (5, "Created"), (6, "Created"),
	]  # fmt: skip
	for email in ("o'hunt93@x.example", "hunt93/a=b@x.example"):
		contact(email).save()


def test_an_email_of_before_that_differs_by_its_accent_is_another(upload_rows):
	old = make_contact(email="jose@x.example")
	frappe.db.set_value("CRM Contact", old.name, "email", "josé@x.example")
	done = import_file(upload_rows(["Jose", "Plain", "jose@x.example"]))
	assert (done.status, *counts(done)) == ("Completed", 1, 0, 0, 0, 0)


def test_a_row_about_two_people_of_the_file_is_its_own_problem(upload_rows):
	url = upload_rows(
		["Ada", "One", "ada1@x.example", "", "", "", "", "A1"],
		["Ada", "Two", "ada2@x.example", "", "", "", "", "A2"],
		["Ada", "Both", "ada1@x.example", "", "", "", "", "A2"],
	)
	assert [problem["row"] for problem in import_api.process(url)["problems"]] == [4]
	assert counts(import_file(url)) == (2, 0, 0, 1, 0)


@pytest.fixture
def one_contact_for_a_phone(committed):
	"""The site has a unique index that we know nothing of."""
	frappe.db.add_unique("CRM Contact", ["phone"], "one_contact_for_a_phone")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	if frappe.db.db_type == "postgres":
		frappe.db.sql_ddl('ALTER TABLE "tabCRM Contact" DROP CONSTRAINT one_contact_for_a_phone')
	else:
		frappe.db.sql_ddl("DROP INDEX one_contact_for_a_phone ON `tabCRM Contact`")
	frappe.db.commit()


def test_a_value_that_the_database_refuses_names_its_row(one_contact_for_a_phone, upload_rows):
	make_contact(phone="+12025550100")
	done = import_file(
		upload_rows(
			["Ada", "One", "ada1@x.example", "+12025550100"],
			["Ada", "Two", "ada2@x.example", "+12025550101"],
		)
	)
	assert (done.status, *counts(done)) == ("Completed", 1, 0, 0, 1, 0)
	told = "Another record already has a value of this row that only one may have."
	assert outcome(done) == [(2, "Skipped", told), (3, "Created", "")]


def test_digits_that_are_the_stored_number_without_its_plus_overwrite_nothing(upload_rows):
	known = make_contact(email="ada@x.example", phone="+4930901820")
	url = upload_rows(
		["Ada", known.last_name, "ada@x.example", "4930901820"],
		["Bob", "New", "bob@x.example", "4930901821"],
	)
	done = import_file(url)
	assert counts(done) == (0, 0, 1, 1, 0)
	known.reload()
	assert known.phone == "+4930901820"


def test_extensions_and_further_numbers_and_emails_become_rows_and_undo_takes_them_back(upload_rows):
	known = make_contact(first_name="Old", last_name="Known", email="old@x.example", phone="+12025550120")
	done = import_file(
		upload_rows(
			["Sal", "New", "a@x.example; b@x.example", "(202) 555-0128 x12 / 202 555 0129"],
			["Old", "Known", "old@x.example, older@x.example", "202-555-0120 / 202-555-0121"],
		)
	)
	assert counts(done) == (1, 1, 0, 0, 0)
	made = contact("a@x.example")
	assert (made.phone, [(row.phone, row.extension, row.is_primary) for row in made.phones]) == (
		"+12025550128",
		[("+12025550128", "12", 1), ("+12025550129", None, 0)],
	)
	assert sorted(row.email for row in made.emails) == ["a@x.example", "b@x.example"]
	known.reload()
	assert {row.phone for row in known.phones} == {"+12025550120", "+12025550121"}
	assert {row.email for row in known.emails} == {"old@x.example", "older@x.example"}
	undo_import(done)
	known = frappe.get_doc("CRM Contact", known.name)
	assert (known.email, known.phone, known.emails, known.phones) == ("old@x.example", "+12025550120", [], [])
	assert not contact("a@x.example")


def test_further_phones_of_new_people_are_written_as_a_save_would(upload_rows):
	import_file(
		upload_rows(
			["Pia", "Two", "pia@x.example", "202 555 0121 / 202 555 0122 x3"],
			["Sal", "One", "sal@x.example", "202 555 0128 x12"],
			["Ola", "None", "ola@x.example", "202 555 0129"],
		)
	)
	assert rows_of("pia@x.example") == [("+12025550121", None, 1), ("+12025550122", "3", 0)]
	assert rows_of("sal@x.example") == [("+12025550128", "12", 1)]
	assert rows_of("ola@x.example") == []
	for email in ("pia@x.example", "sal@x.example"):
		before = rows_of(email)
		contact(email).save()
		assert rows_of(email) == before
	assert "12025550122" in frappe.db.get_value(
		"__global_search", {"name": contact("pia@x.example").name}, "content", order_by=None
	)


def rows_of(email: str) -> list[tuple]:
	return [(row.phone, row.extension, row.is_primary) for row in contact(email).phones]


def test_a_further_email_of_the_file_that_is_somebodys_makes_nobody_twice(upload_rows):
	known = make_contact(first_name="Ada", last_name="King", email="ada@x.example")
	done = import_file(upload_rows(["Ada", "King", "new@x.example; ada@x.example"]))
	assert counts(done) == (0, 1, 0, 0, 0)
	assert frappe.db.count("CRM Contact", {"last_name": "King"}) == 1
	assert known.name == frappe.db.get_value("CRM Contact", {"last_name": "King"})
