"""Who is imported is found by the search at once, by what they hold now, and not any more once the import is undone."""

import frappe
import pytest

from frappe_crm_app.intake.contact_import import running
from frappe_crm_app.records.search.table import TABLE
from tests.factories import make_contact
from tests.site.intake.contact_import.conftest import contact, import_file, undo_import
from tests.site.records.search.finders import found

ADA = ["Ada", "King", "ada@acme.example", "(415) 555-0100", "Acme Steel"]
BOB = ["Bob", "Reed", "bob@acme.example", "(415) 555-0101 / (415) 555-0102"]


@pytest.fixture(autouse=True)
def _all_terms_are_true_afterwards(committed, wrong_terms):
	yield
	assert wrong_terms() == {}


def test_who_was_imported_is_found_until_it_is_undone(upload_rows, wrong_terms):
	run = import_file(upload_rows(ADA, BOB))
	ada, bob = contact("ada@acme.example"), contact("bob@acme.example")
	for text in ("king", "ada@", "5550100", "415 555 0100", "steel"):
		assert found(text) == [ada.name], text
	assert found("reed") == found("5550102") == [bob.name]
	assert wrong_terms() == {}
	undo_import(run)
	assert found("king") == found("reed") == []
	table = frappe.qb.DocType(TABLE)
	assert not frappe.qb.from_(table).select(table.name).where(table.doctype == "CRM Contact").run()


def test_what_an_import_changes_is_found_and_what_was_there_before_once_undone(upload_rows, wrong_terms):
	known = make_contact(first_name="Ada", last_name="Byron Lovelace Noel", email="ada@acme.example")
	frappe.db.commit()
	run = import_file(upload_rows(ADA))
	assert found("king") == found("steel") == [known.name]
	assert found("lovelace") == []
	assert wrong_terms() == {}
	undo_import(run)
	assert found("lovelace noel") == [known.name]
	assert found("king") == []


def test_a_chunk_of_new_contacts_sends_one_insert_for_all_their_terms(upload_rows, monkeypatch):
	sent, send = [], frappe.db.sql
	monkeypatch.setattr(
		frappe.db,
		"sql",
		lambda query, *values, **options: sent.append(str(query)) or send(query, *values, **options),
	)
	rows = [["Ada", f"King {number}", f"ada.{number}@acme.example"] for number in range(50)]
	import_file(upload_rows(*rows))
	assert running.CHUNK >= 50
	assert len([query for query in sent if TABLE in query]) == 1
