"""What `process` answers, and that it writes nothing."""

import io

import frappe
import openpyxl
import pytest

from frappe_crm_app.intake.contact_import import api
from frappe_crm_app.kit.exceptions import ImportChoiceError, UnreadableFileError
from tests.factories import make_contact, make_customer


def counts(answer: dict) -> tuple[int, int, int, int]:
	return answer["to_create"], answer["to_update"], answer["to_skip"], answer["rows_repeated"]


@pytest.mark.parametrize(
	("sample", "rows", "expected"),
	[
		("hubspot_style.csv", 120, (120, 0, 0, 0)),
		("google_style.csv", 80, (80, 0, 0, 0)),
		("semicolon_latin1.csv", 58, (58, 0, 0, 0)),
		("dirty.csv", 13, (7, 0, 5, 1)),
	],
)
def test_samples_are_counted(upload, sample, rows, expected):
	answer = api.process(upload(sample))
	assert (answer["rows_total"], counts(answer)) == (rows, expected)


@pytest.mark.parametrize("sample", ["empty.csv", "binary.csv", "no_names.csv"])
def test_what_is_no_list_of_people_is_refused_in_a_sentence(upload, sample):
	with pytest.raises(UnreadableFileError, match=r"^The file .*\.$"):
		api.process(upload(sample))


def test_reasons_are_given_for_each_row_of_the_dirty_sample(upload):
	reasons = {problem["row"]: problem["reason"] for problem in api.process(upload("dirty.csv"))["problems"]}
	assert reasons == {
		4: "First name is missing.",
		5: "Last name is missing.",
		6: "“not-an-email” is not an email address.",
		7: "“call me maybe” is not a phone number.",
		10: "Last Name is longer than 140 characters.",
	}


def test_the_first_ten_rows_are_shown_as_they_will_be_stored(upload):
	preview = api.process(upload("dirty.csv"))["preview"]
	assert len(preview) == 10
	keiko = preview[0]
	assert (keiko["rows"], keiko["action"]) == ([2, 3], "create")
	assert keiko["values"]["email"] == "keiko.moreno250@cedarpineltd.example"
	assert (keiko["values"]["job_title"], keiko["values"]["status"]) == ("Director", "Qualified")
	quentin = next(row for row in preview if row["row"] == 9)
	assert "<script>" not in quentin["values"].get("company_name", "")


def test_a_known_person_is_an_update(upload_rows):
	make_contact(first_name="Ada", last_name="King", email="ada@acme.example", job_title="Buyer")
	answer = api.process(upload_rows(["Ada", "Lovelace", "ADA@acme.example"], ["Bob", "Reed"]))
	assert counts(answer) == (1, 1, 0, 0)
	assert answer["preview"][0]["values"]["job_title"] == "Buyer"


def test_a_known_person_whose_row_has_only_an_address_changes_nothing_and_it_is_said(upload):
	make_contact(first_name="Ada", last_name="King", email="ada@acme.example")
	text = "First Name,Last Name,Email,Street,City\nAda,King,ada@acme.example,1 Quay,Oslo\n"
	answer = api.process(upload(text.encode()))
	assert (counts(answer), answer["unchanged"]) == ((0, 1, 0, 0), 1)
	(shown,) = answer["preview"]
	assert (shown["changes"], shown["further"]) == ([], [])
	assert shown["notes"] == ["Tags, note and address are taken of new contacts only."]
	totals = answer["page"]["totals"]
	assert (totals["Changed"], totals["Noted"]) == (0, 1)


def test_nothing_is_written(upload):
	file_url = upload("hubspot_style.csv")
	frappe.db.commit()
	writes = []
	frappe.db.sql, send = (
		lambda query, *args, **options: writes.append(query) or send(query, *args, **options),
		frappe.db.sql,
	)
	try:
		api.process(file_url)
	finally:
		del frappe.db.sql
	# Frappe 16 writes a UNION in parentheses.
	assert [
		str(query) for query in writes if not str(query).lstrip(" (\n\t").lower().startswith("select")
	] == []


def test_unknown_headers_are_mapped_by_hand(upload):
	file_url = upload("Etunimi;Sukunimi\nAda;König\n".encode())
	answer = api.process(file_url)
	assert answer["to_create"] == 0
	assert answer["missing"] == "Choose the column for: First Name, Last Name."
	assert api.process(file_url, {"Etunimi": "first_name", "Sukunimi": "last_name"})["to_create"] == 1


def test_the_salutation_beside_the_job_is_not_taken(upload):
	content = b"Title,First Name,Last Name,Job Title\nDr,Ada,King,Analyst\n"
	assert api.process(upload(content))["preview"][0]["values"]["job_title"] == "Analyst"


@pytest.mark.parametrize(
	"mapping",
	[
		{"No such column": "email"},
		{"Email": "contact_owner"},
		"[1]",
		"no json",
		{"Email": "phone", "Company": "phone"},
	],
)
def test_a_mapping_that_cannot_be_is_refused_in_a_sentence(upload_rows, mapping):
	with pytest.raises(ImportChoiceError, match=r"\.$"):
		api.process(upload_rows(["Ada", "King"]), mapping)


@pytest.mark.parametrize(
	"options",
	[{"colour": "red"}, {"mode": "Everything"}, {"source": "nowhere"}, {"contact_owner": "nobody@x.example"}],
)
def test_an_option_that_cannot_be_is_refused_in_a_sentence(upload_rows, options):
	with pytest.raises(ImportChoiceError, match=r"\.$"):
		api.process(upload_rows(["Ada", "King"]), None, options)


def test_only_update_skips_who_is_new_and_only_create_who_is_known(upload_rows):
	make_contact(email="ada@acme.example")
	file_url = upload_rows(["Ada", "King", "ada@acme.example"], ["Bob", "Reed", "bob@acme.example"])
	assert counts(api.process(file_url, None, {"mode": "Only Update"})) == (0, 1, 1, 0)
	assert counts(api.process(file_url, None, {"mode": "Only Create"})) == (1, 0, 1, 0)


def test_a_workbook_is_read(upload):
	book, stream = openpyxl.Workbook(), io.BytesIO()
	book.active.append(["First Name", "Last Name", "Phone"])
	book.active.append(["Ada", "King", 14155550100])
	book.save(stream)
	(row,) = api.process(upload(stream.getvalue(), "people.xlsx"))["preview"]
	assert (row["action"], row["values"]["phone"]) == ("create", "+14155550100")


# --- who may ---


def test_a_file_of_somebody_else_cannot_be_read(upload_rows, make_user):
	file_url = upload_rows(["Ada", "King"])
	frappe.set_user(make_user("CRM Manager"))
	with pytest.raises(frappe.PermissionError):
		api.process(file_url)


@pytest.mark.parametrize(
	"url", ["/private/files/../site_config.json", "https://evil.example/x.csv", "", "/etc/passwd"]
)
def test_only_uploaded_files_are_read(url, committed):
	with pytest.raises(frappe.DoesNotExistError):
		api.process(url)


def test_without_the_import_permission_nobody_imports(upload_rows, make_user):
	user = make_user("CRM Viewer", "Desk User")
	frappe.set_user(user)
	file_url = upload_rows(["Ada", "King"])
	for call in (api.process, api.start):
		with pytest.raises(frappe.PermissionError):
			call(file_url)


def test_a_refusal_comes_over_http_as_one_sentence(api, upload, make_user):
	user = make_user("CRM Manager")
	frappe.set_user(user)
	file_url = upload("no_names.csv")
	frappe.set_user("Administrator")
	method = "/api/method/frappe_crm_app.contact_import.api.process"
	answer = api(user).post(method, json={"file_url": file_url})
	assert answer.status_code == 417
	assert "both are needed" in answer.text
	assert "Traceback" not in answer.text
	assert api(user).get(method, params={"file_url": file_url}).status_code == 403
	assert api(None).post(method, json={"file_url": file_url}).status_code == 403


# --- what is said of rows ---


def test_a_row_that_is_skipped_is_shown_by_what_is_known_of_it(upload_rows):
	answer = api.process(upload_rows(["", "King", "ada@acme.example", "", "Acme"], ["Bob", "Reed"]))
	shown = answer["preview"][0]
	assert (shown["reason"], shown["known_by"]) == ("First name is missing.", "King, ada@acme.example, Acme")
	assert [problem["name"] for problem in answer["problems"]] == ["King, ada@acme.example, Acme"]


@pytest.mark.parametrize("overwrite", [0, 1])
def test_the_company_of_a_contact_with_a_customer_stays_and_that_is_said(upload_rows, overwrite):
	customer = make_customer(customer_name="Luna Textil")
	make_contact(first_name="Ada", last_name="King", email="ada@acme.example", customer=customer.name)
	file_url = upload_rows(["Ada", "King", "ada@acme.example", "", "Sol Textil"])
	shown = api.process(file_url, options={"overwrite": overwrite})["preview"][0]
	assert shown["values"]["company_name"] == "Luna Textil"
	assert len(shown["notes"]) == 1
	assert "not overwritten by “Sol Textil”" in shown["notes"][0]


def test_a_company_without_a_customer_is_overwritten_where_that_is_ticked(upload_rows):
	make_contact(first_name="Ada", last_name="King", email="ada@acme.example")
	frappe.db.set_value(
		"CRM Contact", {"email": "ada@acme.example"}, {"company_name": "Luna", "customer": None}
	)
	file_url = upload_rows(["Ada", "King", "ada@acme.example", "", "Sol"])
	shown = api.process(file_url, options={"overwrite": 1})["preview"][0]
	assert [(change["before"], change["after"]) for change in shown["changes"]] == [("Luna", "Sol")]
	assert not shown["notes"]
