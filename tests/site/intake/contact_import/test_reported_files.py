"""Files in the shapes that users of CRMs report: each gives what the table in `reported.py` says."""

import csv
import io
from pathlib import Path

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api
from frappe_crm_app.kit.exceptions import UnreadableFileError
from frappe_crm_app.kit.spreadsheet_formulas import neutralise_cell
from tests.factories import insert, make_contact, make_customer
from tests.site.intake.contact_import.conftest import SAMPLES, contact, counts, import_file, undo_import
from tests.site.intake.contact_import.reported import REPORTED, Expected

READ = [name for name, expected in REPORTED.items() if not expected.refused]
REFUSED = [name for name, expected in REPORTED.items() if expected.refused]
# These are about deals, customers and identities, and are tried where those are tested.
OF_OTHERS = (
	*(
		"37_idcase.csv",
		"39_html.csv",
		"72_extid_existing_case.csv",
		"76_accent_single.csv",
		"77_foreign_local.csv",
	),
	*(
		"80_deals_import.csv",
		"81_deals_dates.csv",
		"82_won_history.csv",
		"83_lost_history.csv",
		"84_hidden.csv",
	),
	*("85_customers.csv", "86_after_merge.csv", "88_undo.csv", "93_jp_mail.csv", "99_companies.csv"),
)


@pytest.fixture
def upload_reported(upload):
	"""`upload_reported(name)` -> the URL of a reported file."""

	def upload_reported(name: str) -> str:
		return upload((SAMPLES / "reported" / name).read_bytes(), name)

	return upload_reported


def names_of(people: tuple[str, ...]) -> list[str]:
	return sorted(people)


def stored_people() -> list[str]:
	people = frappe.get_all("CRM Contact", fields=["full_name", "email"], order_by="name asc")
	return sorted(f"{each.full_name} <{each.email or '-'}>" for each in people)


def sentences_begin(told: dict[int, str], expected: dict[int, str]) -> bool:
	return set(told) >= set(expected) and all(expected[row] in told[row] for row in expected)


def test_every_reported_file_is_in_the_table():
	files = {path.name for path in Path(SAMPLES / "reported").iterdir()}
	assert files == {*REPORTED, *OF_OTHERS}


@pytest.mark.parametrize("name", READ)
def test_the_preview_tells_what_will_be(upload_reported, name):
	expected: Expected = REPORTED[name]
	answer = api.process(upload_reported(name))
	problems = {each["row"]: each["reason"] for each in answer["problems"]}
	notes: dict[int, str] = {}
	for each in answer["notes"]:
		notes[each["row"]] = f"{notes.get(each['row'], '')} {each['note']}"
	assert set(problems) == set(expected.problems)
	assert sentences_begin(problems, expected.problems), problems
	assert sentences_begin(notes, expected.notes), notes
	assert answer["to_create"] == len(expected.people)
	if expected.encoding:
		assert answer["reading"]["encoding"] == expected.encoding


@pytest.mark.parametrize("name", [name for name in READ if REPORTED[name].people])
def test_what_was_told_is_stored_and_the_same_file_twice_makes_nobody_twice(upload_reported, name):
	expected: Expected = REPORTED[name]
	run = import_file(upload_reported(name))
	assert stored_people() == names_of(expected.people)
	assert (run.created, run.skipped) == (len(expected.people), len(expected.problems))
	before = frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name asc")
	again = import_file(upload_reported(name))
	assert (again.created, again.skipped) == (0, len(expected.problems))
	assert frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name asc") == before


@pytest.mark.parametrize("name", READ)
def test_a_contact_of_a_reported_file_can_be_saved(upload_reported, name):
	if not REPORTED[name].people:
		return
	import_file(upload_reported(name))
	for each in frappe.get_all("CRM Contact", pluck="name", order_by="name asc"):
		document = frappe.get_doc("CRM Contact", each)
		before = (document.full_name, document.email, document.phone, document.company_name)
		document.save()
		document.reload()
		assert (document.full_name, document.email, document.phone, document.company_name) == before


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_the_true_reason(upload_reported, name):
	with pytest.raises(UnreadableFileError) as refusal:
		api.process(upload_reported(name))
	assert str(refusal.value).startswith(REPORTED[name].refused)


# --- who shares an email ---


def test_people_with_one_email_become_contacts_of_their_own_without_it(upload_reported):
	run = import_file(upload_reported("16_shared_mail.csv"), shared_emails="Own Contact")
	assert counts(run) == (4, 0, 0, 0, 0)
	assert stored_people() == [
		"Anna Sharedson <->",
		"Ola Other <info16@x.example>",
		"Per Another <->",
		"Peter Sharedson <family16@x.example>",
	]
	again = import_file(upload_reported("16_shared_mail.csv"), shared_emails="Own Contact")
	assert counts(again) == (0, 0, 4, 0, 0)


def test_people_with_one_email_are_one_person_where_that_is_chosen(upload_reported):
	run = import_file(upload_reported("16_shared_mail.csv"), shared_emails="Same Person")
	assert counts(run) == (2, 0, 0, 0, 2)
	assert stored_people() == ["Anna Sharedson <family16@x.example>", "Per Another <info16@x.example>"]


@pytest.mark.parametrize("chunk", [1, 1000])
def test_the_preview_says_who_shares_an_email(upload_reported, monkeypatch, chunk):
	monkeypatch.setattr("frappe_crm_app.intake.contact_import.preview.CHUNK", chunk)
	answer = api.process(upload_reported("16_shared_mail.csv"))
	assert [
		(each["row"], each["name"], each["email"], each["holder"]) for each in answer["shared_emails"]
	] == [
		(3, "Anna Sharedson", "family16@x.example", "Peter Sharedson"),
		(5, "Per Another", "info16@x.example", "Ola Other"),
	]
	assert (answer["to_create"], answer["to_skip"]) == (2, 2)


@pytest.mark.parametrize("way", ["Leave Out", "Own Contact", "Same Person"])
def test_a_contact_with_the_email_of_somebody_else_is_renamed_only_where_that_is_chosen(upload_reported, way):
	known = make_contact(first_name="Jan", last_name="Novák", email="office73@x.example")
	answer = api.process(upload_reported("73_rename_existing.csv"), None, {"shared_emails": way})
	assert [(each["name"], each["holder"]) for each in answer["shared_emails"]] == [
		("Anna Svobodova", "Jan Novák")
	]
	is_renamed = way == "Same Person"
	assert [(each["before"], each["after"]) for each in answer["name_changes"]] == (
		[("Jan Novák", "Anna Svobodova")] if is_renamed else []
	)
	run = import_file(upload_reported("73_rename_existing.csv"), shared_emails=way)
	assert (
		counts(run)
		== {"Leave Out": (0, 0, 0, 1, 0), "Own Contact": (1, 0, 0, 0, 0), "Same Person": (0, 1, 0, 0, 0)}[way]
	)
	assert known.reload().full_name == ("Anna Svobodova" if is_renamed else "Jan Novák")


def test_the_name_of_a_contact_that_one_may_not_see_is_not_told(upload_reported, make_user):
	make_contact(first_name="Jan", last_name="Secret", email="office73@x.example")
	frappe.set_user(make_user("CRM Sales Rep"))
	answer = api.process(upload_reported("73_rename_existing.csv"))
	assert "Secret" not in frappe.as_json(answer)
	assert (
		answer["problems"][0]["reason"] == "office73@x.example is the email of a contact with another name."
	)


@pytest.mark.parametrize("way", ["Leave Out", "Own Contact", "Same Person"])
@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM Manager"])
def test_neither_preview_nor_import_name_a_contact_that_one_may_not_see(
	upload_reported, make_user, role, way
):
	"""It is somebody else's, or a User Permission keeps it from a manager."""
	customer = make_customer()
	known = make_contact(
		first_name="Jan", last_name="Secret", email="office73@x.example", customer=customer.name
	)
	user = make_user(role)
	if role == "CRM Manager":
		values = {"user": user, "allow": "CRM Customer", "for_value": make_customer().name}
		insert("User Permission", values)
	frappe.set_user(user)
	answer = api.process(upload_reported("73_rename_existing.csv"), None, {"shared_emails": way})
	assert "Secret" not in frappe.as_json(answer)
	assert known.name not in frappe.as_json(answer)
	assert [each["holder"] for each in answer["shared_emails"]] == [""]
	assert answer["name_changes"] == []
	run = import_file(upload_reported("73_rename_existing.csv"), shared_emails=way)
	told = frappe.get_all("CRM Contact Import Row", {"contact_import": run.name}, ["contact", "reason"])
	assert "Secret" not in frappe.as_json(told)
	assert known.name not in frappe.as_json(told)
	reasons = {row["reason"] for row in answer["problems"]}
	assert reasons == {row.reason for row in told if row.reason}
	assert known.reload().full_name == "Jan Secret"


# --- what an update changes ---


def test_filled_fields_are_not_overwritten_unless_that_is_ticked(upload_rows):
	known = make_contact(last_name="King", email="ada@acme.example", job_title="Buyer")
	row = ["Ada", "King", "ada@acme.example", "+14155550100", "", "Director"]
	answer = api.process(upload_rows(row), None, {"overwrite": 0})
	(shown,) = answer["preview"]
	assert [(each["label"], each["before"], each["after"]) for each in shown["changes"]] == [
		("Phone", "", "+14155550100")
	]
	assert shown["notes"] == ["Job Title is filled and not overwritten by “Director”."]
	import_file(upload_rows(row), overwrite=0)
	known.reload()
	assert (known.job_title, known.phone) == ("Buyer", "+14155550100")
	import_file(upload_rows(row), overwrite=1)
	assert known.reload().job_title == "Director"


@pytest.mark.parametrize(
	("stored", "given", "ticked", "expected"),
	[
		("Customer", "Lead", 0, "Customer"),
		("Customer", "Lead", 1, "Lead"),
		("Lead", "Customer", 0, "Customer"),
		("Inactive", "Lead", 0, "Inactive"),
		("Qualified", "Inactive", 0, "Qualified"),
	],
)
def test_a_status_is_not_lowered_unless_that_is_ticked(upload_rows, stored, given, ticked, expected):
	known = make_contact(last_name="King", email="ada@acme.example", status=stored)
	import_file(upload_rows(["Ada", "King", "ada@acme.example", "", "", "", given]), lower_status=ticked)
	assert known.reload().status == expected


def test_a_changed_name_is_shown_before_it_happens(upload_rows):
	make_contact(last_name="Byron", email="ada@acme.example")
	answer = api.process(upload_rows(["Ada", "Lovelace", "ada@acme.example"]))
	assert answer["name_changes"] == [{"row": 2, "before": "Ada Byron", "after": "Ada Lovelace"}]


# --- people without an email ---


def test_a_row_without_email_is_the_contact_with_its_phone_and_name(upload_rows):
	known = make_contact(first_name="Phil", last_name="Reed", phone="+14155550100")
	make_contact(first_name="Zoe", last_name="Reed", phone="+14155550100")
	run = import_file(upload_rows(["Phil", "Reed", "", "(415) 555-0100", "", "Buyer"]))
	assert counts(run) == (0, 1, 0, 0, 0)
	assert known.reload().job_title == "Buyer"


def test_somebody_else_with_the_same_phone_is_a_contact_of_their_own(upload_rows):
	make_contact(first_name="Phil", last_name="Reed", phone="+14155550100")
	assert counts(import_file(upload_rows(["Zoe", "Reed", "", "+14155550100"]))) == (1, 0, 0, 0, 0)


def test_a_namesake_is_told_to_be_a_possible_duplicate(upload_rows):
	make_contact(first_name="Bob", last_name="Reed", email="bob@acme.example", company_name="Acme")
	answer = api.process(upload_rows(["Bob", "Reed", "", "", "Acme"]))
	assert (answer["to_create"], answer["notes"][0]["note"]) == (
		1,
		"There is a contact called Bob Reed already, who may be the same person.",
	)


# --- columns ---


def test_further_emails_and_phones_become_rows_and_go_with_the_undoing(upload_reported):
	run = import_file(upload_reported("21_pipedrive.csv"))
	pia = contact("hunt21a@x.example")
	assert sorted(row.email for row in pia.emails) == ["hunt21a@x.example", "hunt21h@x.example"]
	assert sorted(row.phone for row in pia.phones) == ["+12025550121", "+12025550122"]
	assert pia.phone == "+12025550121"
	undo_import(run)
	assert contact("hunt21a@x.example") is None


def test_an_update_adds_the_emails_that_are_not_there_and_undoing_takes_them_away(upload_reported):
	known = make_contact(first_name="Pia", last_name="Piptest", email="hunt21a@x.example")
	run = import_file(upload_reported("21_pipedrive.csv"))
	assert counts(run) == (0, 1, 0, 1, 0)
	assert {row.email for row in known.reload().emails} == {"hunt21a@x.example", "hunt21h@x.example"}
	undo_import(run)
	known.reload()
	assert (known.email, known.emails) == ("hunt21a@x.example", [])


def test_an_extension_stands_in_the_row_of_its_phone(upload_reported):
	import_file(upload_reported("25_salesforce.csv"))
	sal = contact("hunt25a@x.example")
	assert sorted((row.phone, row.extension or "") for row in sal.phones) == [
		("+12025550128", "12"),
		("+12025550129", ""),
	]


def test_who_opted_out_elsewhere_gets_no_mails(upload_reported):
	import_file(upload_reported("25_salesforce.csv"))
	assert contact("hunt25a@x.example").email_opt_out == 1
	assert contact("hunt25b@x.example").email_opt_out == 0


def test_an_opt_out_reaches_a_contact_that_is_there_and_is_never_lifted(upload_reported):
	make_contact(first_name="Sal", last_name="Saltest", email="hunt25a@x.example")
	make_contact(first_name="Sal", last_name="Saltest2", email="hunt25b@x.example", email_opt_out=1)
	import_file(upload_reported("25_salesforce.csv"), overwrite=0)
	assert contact("hunt25a@x.example").email_opt_out == contact("hunt25b@x.example").email_opt_out == 1


def test_owner_and_tags_come_from_their_columns(upload_reported, make_user):
	seller = make_user("CRM Sales Rep")
	content = (SAMPLES / "reported" / "89_custom_cols.csv").read_text()
	file_url = upload_reported("89_custom_cols.csv")
	assert "marcus.oyelaran@crm-desk.example" in content
	frappe.db.set_value("User", seller, "full_name", "marcus.oyelaran@crm-desk.example")
	import_file(file_url)
	made = contact("hunt89a@x.example")
	assert made.contact_owner == seller
	stored = frappe.db.get_value("CRM Contact", made.name, "_user_tags")
	assert sorted(filter(None, stored.split(","))) == ["Trade fair", "VIP"]


def test_people_with_one_name_are_taken_where_that_is_ticked(upload_reported):
	run = import_file(upload_reported("33_single_and_full.csv"), one_name=1)
	assert counts(run) == (3, 0, 0, 0, 0)
	assert contact("hunt33a@x.example").first_name == "Sukarno"


def test_a_bad_phone_is_left_out_where_that_is_ticked(upload_reported):
	run = import_file(upload_reported("20_hubspot.csv"), leave_bad_phones=1)
	assert counts(run) == (2, 0, 0, 0, 0)
	assert contact("hunt20b@x.example").phone is None


def test_phones_belong_to_the_country_of_their_row(upload_reported):
	import_file(upload_reported("77_foreign_local.csv"))
	assert contact("hunt77a@fr.example").phone == "+33612345678"
	assert contact("hunt77d@in.example").phone == "+919876543210"


# --- how a file is read is chosen ---


def test_the_encoding_that_is_chosen_holds_for_preview_and_import(upload_reported):
	file_url = upload_reported("01_cp1251_ru.csv")
	answer = api.process(file_url, None, {"encoding": "koi8_r"})
	assert answer["preview"][0]["values"]["first_name"] != "Иван"
	run = import_file(file_url, encoding="cp1252")
	assert (run.encoding, contact("hunt01a@ru.example").first_name) == ("cp1252", "Èâàí")


def test_a_sheet_is_chosen(upload_reported):
	file_url = upload_reported("55_hidden_row_two_sheets.xlsx")
	reading = api.process(file_url)["reading"]
	assert [sheet["name"] for sheet in reading["sheets"]] == ["Sheet", "More"]
	run = import_file(file_url, sheet="More")
	assert (run.sheet, stored_people()) == ("More", ["Fil Sheet2 <hunt55c@x.example>"])


def test_the_row_of_the_headings_is_found_and_can_be_chosen(upload_reported):
	file_url = upload_reported("43_no_header.csv")
	answer = api.process(file_url)
	assert (answer["reading"]["header_row"], answer["missing"]) == (
		-1,
		"Choose the column for: First Name, Last Name.",
	)
	mapping = {"Column A": "first_name", "Column B": "last_name", "Column C": "email"}
	run = import_file(file_url, mapping)
	assert counts(run) == (2, 0, 0, 0, 0)
	assert api.process(upload_reported("12_title_rows.csv"), None, {"header_row": 3})["to_create"] == 1


@pytest.mark.parametrize(
	"options",
	[{"encoding": "klingon"}, {"sheet": "Nowhere"}, {"header_row": -5}, {"header_row": 400}],
)
def test_what_cannot_be_chosen_is_refused_in_a_sentence(upload_reported, options):
	file_url = upload_reported("53_second_sheet.xlsx" if "sheet" in options else "12_title_rows.csv")
	with pytest.raises(frappe.ValidationError, match=r"\.$"):
		api.process(file_url, None, options)


# --- pages of the preview ---


def test_the_preview_pages_through_all_rows_and_filters_them(upload_rows):
	make_contact(first_name="Bob", last_name="Reed", email="bob@acme.example")
	rows = [["Ada", f"King{number}", f"ada{number}@acme.example"] for number in range(23)]
	file_url = upload_rows(*rows, ["Bob", "Reed", "bob@acme.example", "", "", "Boss"], ["", "Nobody"])
	page = api.process(file_url, start=20)
	assert [row["row"] for row in page["preview"]] == [22, 23, 24, 25, 26]
	assert page["page"]["totals"] == {"All": 25, "New": 23, "Changed": 1, "Skipped": 1, "Noted": 0}
	assert [row["row"] for row in api.process(file_url, show="Changed")["preview"]] == [25]
	assert [row["row"] for row in api.process(file_url, show="Skipped")["preview"]] == [26]


# --- the site's own fields, notes, places ---


@pytest.fixture
def own_fields(committed):
	"""The site has added a birthday and a level to contacts."""
	fields = [
		{"fieldname": "birthday", "label": "Birthday", "fieldtype": "Date"},
		{"fieldname": "level", "label": "Level", "fieldtype": "Select", "options": "\nGold\nSilver"},
	]
	documents = [
		frappe.get_doc({"doctype": "Custom Field", "dt": "CRM Contact", **field}).insert() for field in fields
	]
	frappe.db.commit()
	yield
	for document in documents:
		document.delete()
	frappe.db.commit()
	frappe.clear_cache(doctype="CRM Contact")


def test_the_sites_own_fields_are_filled_updated_and_undone(upload, own_fields):
	content = "First Name,Last Name,Email,Birthday,Level\nAda,King,ada@acme.example,{},gold\n"
	answer = api.process(upload(content.format("1980-01-02").encode()))
	assert answer["mapping"]["Birthday"] == "birthday"
	import_file(upload(content.format("1980-01-02").encode()))
	ada = contact("ada@acme.example")
	assert (str(ada.birthday), ada.level) == ("1980-01-02", "Gold")
	again = import_file(upload(content.format("31/12/1980").encode()))
	assert (counts(again), str(ada.reload().birthday)) == ((0, 1, 0, 0, 0), "1980-12-31")
	undo_import(again)
	assert str(ada.reload().birthday) == "1980-01-02"


@pytest.mark.parametrize("cell", ["03/08/1980", "1980", "Mar 1980", "soon"])
def test_a_date_that_could_be_two_days_is_a_problem_of_its_row(upload, own_fields, cell):
	content = f"First Name,Last Name,Birthday\nAda,King,{cell}\n"
	(problem,) = api.process(upload(content.encode()))["problems"]
	assert problem["reason"] == f"“{cell}” cannot be read for certain as Birthday."


def test_a_note_and_a_place_come_along_once_and_go_with_the_undoing(upload_reported):
	run = import_file(upload_reported("22_zoho.csv"))
	zoe = contact("hunt22a@x.example")
	(place,) = frappe.get_all("CRM Location", {"contact": zoe.name}, ["address_line1", "location_name"])
	assert place.address_line1.split() == ["1", "Road", "Town"]
	import_file(upload_reported("22_zoho.csv"))
	assert frappe.db.count("CRM Location") == 1
	undo_import(run)
	assert (frappe.db.count("CRM Location"), contact("hunt22a@x.example")) == (0, None)


def test_notes_stand_on_the_timeline_of_the_new_contact(upload_reported):
	run = import_file(upload_reported("89_custom_cols.csv"))
	made = contact("hunt89a@x.example")
	(note,) = frappe.get_all("CRM Follow-up Note", {"contact": made.name}, ["action", "content"])
	assert (note.action, note.content) == ("Note", "Met at fair")
	(place,) = frappe.get_all("CRM Location", {"contact": made.name}, ["city", "country"])
	assert (place.city, place.country) == ("Berlin", "Germany")
	assert undo_import(run).kept == 0
	assert frappe.db.count("CRM Follow-up Note") == 0


def test_a_note_that_was_changed_since_keeps_its_contact(upload_reported):
	run = import_file(upload_reported("89_custom_cols.csv"))
	note = frappe.get_last_doc("CRM Follow-up Note")
	note.content = "Met at fair, wants a quote"
	note.save()
	run = undo_import(run)
	assert (run.undone, run.kept) == (0, 1)
	assert frappe.db.count("CRM Location") == 1


# --- an export of ours ---


def test_importing_an_export_of_ours_changes_nothing(upload_reported, upload):
	for name in ("21_pipedrive.csv", "25_salesforce.csv", "04_macroman.csv", "39_html.csv", "36_sci_ids.csv"):
		import_file(upload_reported(name))
	fields = [
		"first_name",
		"last_name",
		"email",
		"phone",
		"company_name",
		"job_title",
		"status",
		"contact_type",
	]
	fields += ["external_id", "email_opt_out", "contact_owner"]
	meta = frappe.get_meta("CRM Contact")
	stream = io.StringIO()
	writer = csv.writer(stream)
	writer.writerow([meta.get_label(field) for field in fields])
	people = frappe.get_all("CRM Contact", fields=fields, order_by="name asc", as_list=True)
	writer.writerows([["" if value is None else neutralise_cell(value) for value in row] for row in people])
	before = frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name asc")
	run = import_file(upload(stream.getvalue().encode("utf-8-sig")))
	assert counts(run) == (0, 0, len(people), 0, 0)
	assert (
		frappe.get_all(
			"CRM Contact Import Row",
			{"contact_import": run.name, "held_before": ("is", "set")},
			pluck="held_before",
		)
		== []
	)
	assert frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name asc") == before


def test_a_prospect_begins_in_the_stage_and_with_the_salesperson_of_its_row(upload, make_user):
	seller = make_user("CRM Sales Rep")
	content = f"First Name,Last Name,Email,Company,Stage,Salesperson\nAda,King,ada@acme.example,Acme,{{}},{seller}\n"
	stage = frappe.get_last_doc("CRM Stage", {"pipeline": follow_up_pipeline()}, order_by="position desc")
	assert import_file(upload(content.format("Nowhere").encode())).created == 1
	contact("ada@acme.example").delete()
	import_file(upload(content.format(stage.stage_name.upper()).encode()), create_prospects=1)
	made = frappe.get_doc("CRM Customer", contact("ada@acme.example").customer)
	assert (made.stage, made.salesperson) == (stage.name, seller)


def follow_up_pipeline() -> str:
	return frappe.db.get_value("CRM Pipeline", {"tracks": "Follow-ups", "is_default": 1})


def test_an_ampersand_is_stored_as_typed_and_html_is_said_to_be_left_out(upload_reported):
	file_url = upload_reported("39_html.csv")
	notes = {each["row"]: each["note"] for each in api.process(file_url)["notes"]}
	assert notes == {2: "“R&D <Labs>” holds HTML, which is not stored."}
	import_file(file_url)
	made = contact("hunt39a@x.example")
	assert (made.company_name, made.job_title) == ("R&D", "A < B & C")
	made.save()
	assert (made.company_name, made.job_title) == ("R&D", "A < B & C")
