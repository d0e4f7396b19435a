"""Undoing an import, and what it leaves alone."""

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api
from frappe_crm_app.kit.exceptions import ImportStateError
from tests.factories import make_contact, make_customer, make_deal, make_note
from tests.site.intake.contact_import.conftest import contact, counts, import_file, undo_import

ADA = ["Ada", "King", "ada@acme.example", "(415) 555-0100", "Acme", "Buyer", "Qualified", "7"]
BOB = ["Bob", "Reed", "bob@acme.example"]


def undone(contact_import) -> tuple[str, int, int]:
	return contact_import.status, contact_import.undone, contact_import.kept


def test_what_an_import_made_is_gone(upload):
	run = undo_import(import_file(upload("hubspot_style.csv")))
	assert undone(run) == ("Undone", 120, 0)
	assert frappe.db.count("CRM Contact") == 0
	assert frappe.db.count("__global_search", {"doctype": "CRM Contact"}) == 0
	assert frappe.db.count("Deleted Document", {"deleted_doctype": "CRM Contact"}) == 120


def test_what_an_import_updated_is_as_it_was(upload_rows):
	known = make_contact(email="ada@acme.example", phone="+14155550199", job_title="Queen").reload()
	before = known.as_dict()
	run = undo_import(import_file(upload_rows(ADA[:7])))
	known.reload()
	assert undone(run) == ("Undone", 1, 0)
	assert {name: known.get(name) for name in before if name != "modified"} == {
		name: value for name, value in before.items() if name != "modified"
	}
	assert known.modified > before.modified


def test_the_second_of_two_imports_is_undone_to_the_first(upload):
	import_file(upload("hubspot_style.csv"))
	before = frappe.get_all(
		"CRM Contact", fields=["name", "full_name", "job_title", "company_name"], order_by="name"
	)
	run = undo_import(import_file(upload("google_style.csv")))
	after = frappe.get_all(
		"CRM Contact", fields=["name", "full_name", "job_title", "company_name"], order_by="name"
	)
	assert (undone(run), after) == (("Undone", 80, 0), before)


def test_several_rows_about_one_contact_are_undone_as_one(upload_rows, monkeypatch):
	monkeypatch.setattr("frappe_crm_app.intake.contact_import.running.CHUNK", 1)
	known = make_contact(first_name="Ada", last_name="Byron", email="ada@acme.example")
	rows = [["Ada", "King", "ada@acme.example"], ["Ada", "Lovelace", "ada@acme.example", "", "", "Countess"]]
	run = import_file(upload_rows(*rows))
	assert frappe.db.get_value("CRM Contact", known.name, "full_name") == "Ada Lovelace"
	assert undone(undo_import(run)) == ("Undone", 1, 0)
	assert frappe.db.get_value("CRM Contact", known.name, ["full_name", "job_title"]) == ("Ada Byron", None)


def test_a_changed_email_comes_back(upload_rows):
	known = make_contact(external_id="7", email="old@acme.example")
	undo_import(import_file(upload_rows(ADA)))
	assert frappe.db.get_value("CRM Contact", known.name, "email") == "old@acme.example"


def test_a_contact_changed_since_stays_and_is_listed(upload_rows):
	run = import_file(upload_rows(ADA, BOB))
	ada = contact("ada@acme.example")
	ada.job_title = "Countess"
	ada.save()
	assert undone(undo_import(run)) == ("Undone", 1, 1)
	assert contact("ada@acme.example").job_title == "Countess"
	assert contact("bob@acme.example") is None
	(kept,) = api.get_state(run.name)["kept_rows"]
	assert (kept.contact, kept.reason) == (ada.name, "The contact was changed since.")


@pytest.mark.parametrize(
	"use",
	[
		lambda ada: make_deal(contact=ada.name),
		lambda ada: make_note(ada),
		lambda ada: make_customer(primary_contact=ada.name),
		lambda ada: ada.add_comment("Comment", "Called"),
		lambda ada: frappe.get_doc(
			{
				"doctype": "ToDo",
				"description": "Call",
				"reference_type": ada.doctype,
				"reference_name": ada.name,
			}
		).insert(),
		lambda ada: frappe.share.add(ada.doctype, ada.name, "Guest", notify=0),
		lambda ada: frappe.get_doc(
			{
				"doctype": "Event",
				"subject": "Fair",
				"starts_on": "2026-05-04 10:00:00",
				"event_participants": [{"reference_doctype": ada.doctype, "reference_docname": ada.name}],
			}
		).insert(),
	],
	ids=["deal", "note", "primary contact", "comment", "assignment", "share", "participant of an event"],
)
def test_a_contact_used_since_stays(upload_rows, use):
	run = import_file(upload_rows(ADA, BOB))
	use(contact("ada@acme.example"))
	assert undone(undo_import(run)) == ("Undone", 1, 1)
	assert contact("ada@acme.example")
	assert frappe.get_all("CRM Contact Import Row", {"outcome": "Kept"}, pluck="reason") == [
		"The contact was used since."
	]


def test_a_contact_deleted_since_is_no_obstacle(upload_rows):
	run = import_file(upload_rows(ADA, BOB))
	contact("ada@acme.example").delete()
	assert undone(undo_import(run)) == ("Undone", 1, 1)


def test_undoing_cancels_what_was_not_sent_to_respond_io_yet(upload_rows, sync_is_on):
	run = import_file(upload_rows(ADA, BOB), create_prospects=1, send_to_respondio=1)
	ada = contact("ada@acme.example")
	ada.job_title = "Countess"
	ada.save()
	undo_import(run)
	(row,) = frappe.get_all("CRM Respondio Sync", fields=["customer", "status", "last_error"])
	assert (row.customer, row.status, row.last_error) == (ada.customer, "Cancelled", "The import was undone.")


def test_prospects_made_by_the_import_go_with_it(upload_rows):
	run = import_file(upload_rows(ADA, BOB), create_prospects=1)
	make_note(frappe.get_doc("CRM Customer", contact("ada@acme.example").customer))
	undo_import(run)
	assert frappe.db.count("CRM Contact") == 0
	assert frappe.get_all("CRM Customer", pluck="customer_name") == ["Acme"]


def test_what_is_undone_is_not_undone_again(upload_rows):
	run = undo_import(import_file(upload_rows(ADA)))
	with pytest.raises(ImportStateError, match=r"cannot be undone"):
		api.undo(run.name)


def test_who_imported_may_undo_though_not_delete(upload_rows, make_user):
	frappe.set_user(make_user("CRM Manager"))
	run = import_file(upload_rows(ADA))
	assert not frappe.has_permission("CRM Contact", "delete")
	assert undone(undo_import(run)) == ("Undone", 1, 0)


def test_an_undone_file_can_be_imported_again(upload):
	file_url = upload("google_style.csv")
	undo_import(import_file(file_url))
	assert counts(import_file(file_url)) == (80, 0, 0, 0, 0)


def test_an_undo_goes_on_where_a_dead_worker_stopped(upload, monkeypatch):
	monkeypatch.setattr("frappe_crm_app.intake.contact_import.undo.CHUNK", 30)
	run = import_file(upload("hubspot_style.csv"))
	api.undo(run.name)
	from frappe_crm_app.intake.contact_import import undo

	calls = iter([None, None])
	take = undo.undo_rows
	monkeypatch.setattr(undo, "undo_rows", lambda run: (next(calls, "dead") != "dead" and take(run)) or 1 / 0)
	with pytest.raises(ZeroDivisionError):
		undo.run(run.name)
	assert frappe.db.count("CRM Contact") == 60
	monkeypatch.setattr(undo, "undo_rows", take)
	undo.run(run.name)
	assert undone(frappe.get_doc("CRM Contact Import", run.name)) == ("Undone", 120, 0)


def test_a_contact_that_got_a_further_email_since_stays(upload_rows):
	run = import_file(upload_rows(ADA, BOB))
	ada = contact("ada@acme.example")
	ada.append("emails", {"email": "ada@home.example"})
	ada.save()
	frappe.db.commit()
	run = undo_import(run)
	assert undone(run) == ("Undone", 1, 1)
	assert [row.email for row in ada.reload().emails] == ["ada@home.example", "ada@acme.example"]


def test_a_changed_primary_email_goes_back_in_its_row(upload_rows):
	known = make_contact(
		email="old@acme.example",
		external_id="7",
		emails=[{"email": "old@acme.example"}, {"email": "ada@home.example"}],
	)
	run = import_file(upload_rows(ADA))
	assert [row.email for row in known.reload().emails] == ["ada@acme.example", "ada@home.example"]
	undo_import(run)
	known.reload()
	assert known.email == "old@acme.example"
	assert [row.email for row in known.emails] == ["old@acme.example", "ada@home.example"]
