"""What a record holds is what it is found by, at once and whatever wrote it."""

import frappe
import pytest
from frappe.core.doctype.deleted_document.deleted_document import restore

from frappe_crm_app.demo.removing import remove_rows
from frappe_crm_app.records.identity.api import merge, undo_merge
from frappe_crm_app.records.search import filling
from frappe_crm_app.records.search.table import TABLE
from tests.factories import make_contact, make_deal
from tests.site.records.search.finders import found

ADA = {
	"first_name": "Ada",
	"last_name": "Lovelace",
	"email": "ada.byron@acme.example",
	"phone": "+14155550100",
	"company_name": "Blue Harbor",
}


@pytest.fixture(autouse=True)
def _all_terms_are_true_afterwards(site, wrong_terms):
	yield
	assert wrong_terms() == {}


def test_what_was_inserted_is_found():
	contact = make_contact(**ADA)
	for text in (
		"lovel ada",
		"ADA.BYRON@",
		"byron",
		"acme.example",
		"415 555 01",
		"0100",
		"blue harbor",
		"lovelcae",
	):
		assert found(text) == [contact.name], text
	assert found("harbor", "CRM Customer") == [contact.customer]


def test_what_was_saved_is_found_by_what_it_holds_now_alone():
	contact = make_contact(**ADA)
	contact.update({"last_name": "King", "email": "ada@blue.example", "phone": None})
	contact.save()
	assert [found(text) for text in ("king", "ada@blue", "lovelace", "acme.example", "5550100")] == [
		[contact.name], [contact.name], [], [], [],
	]  # fmt: skip


def test_a_save_of_something_else_sends_no_statement_for_the_search(count_queries, monkeypatch):
	contact = make_contact(**ADA).reload()
	sent = []
	monkeypatch.setattr("frappe_crm_app.records.search.writing.write_rows", lambda rows: sent.append(rows))
	contact.job_title = "Countess"
	contact.save()
	assert sent == []
	contact.reload().append("phones", {"phone": "+14155550101"})
	contact.save()
	assert len(sent) == 1
	monkeypatch.undo()
	contact.reload().last_name = "King"
	contact.save()
	contact.phones = contact.phones[:1]
	contact.save()


def test_further_emails_and_phones_are_found_until_they_are_removed():
	contact = make_contact(**ADA, phones=[{"phone": "+14155550101"}])
	contact.append("emails", {"email": "countess@blue.example"})
	contact.save()
	assert found("countess@blue") == found("5550101") == [contact.name]
	contact.reload()
	contact.emails = [row for row in contact.emails if row.email == contact.email]
	contact.save()
	assert found("countess@blue") == []


def test_what_is_deleted_is_not_found_and_found_again_once_restored():
	contact = make_contact(**ADA)
	contact.delete()
	assert found("lovelace") == []
	deleted = frappe.db.get_value("Deleted Document", {"deleted_name": contact.name}, "name")
	restore(deleted)
	assert len(found("lovelace")) == 1


def test_contacts_of_a_renamed_customer_are_found_by_its_new_name():
	contact = make_contact(**ADA)
	customer = frappe.get_doc("CRM Customer", contact.customer)
	customer.customer_name = "Red Harbor"
	customer.save()
	assert found("red") == [contact.name]
	assert found("blue") == []


@pytest.mark.parametrize("doctype", ["CRM Contact", "CRM Customer"])
def test_a_merge_and_its_undoing_find_what_there_is(doctype):
	keep = make_contact(first_name="Kate", last_name="King", company_name="Alpha")
	remove = make_contact(**ADA)
	pair = (keep, remove) if doctype == "CRM Contact" else (
		frappe.get_doc(doctype, keep.customer), frappe.get_doc(doctype, remove.customer),
	)  # fmt: skip
	merged = merge(pair[0].name, pair[1].name, doctype)["merge"]
	if doctype == "CRM Contact":
		assert found("ada.byron@") == [keep.name]  # its email is one of the kept contact's
	else:
		assert found("blue", doctype) == []
		assert set(found("alpha")) == {keep.name, remove.name}
	undo_merge(merged)
	assert found("lovelace") == [remove.name]
	assert found("blue", "CRM Customer") == [remove.customer]


def test_deals_are_found_by_their_title_and_by_whose_they_are():
	contact = make_contact(**ADA)
	titled, other = make_deal(title="Blue boats"), make_deal(title="Trucks", contact=contact.name)
	assert found("boats", "CRM Sales Deal") == [titled.name]
	assert found("blue", "CRM Sales Deal") == [titled.name, other.name]
	titled.title = "Red boats"
	titled.save()
	assert found("red", "CRM Sales Deal") == [titled.name]


def test_a_save_that_is_undone_leaves_nothing():
	frappe.db.savepoint("nothing_yet")
	make_contact(**ADA)
	frappe.db.rollback(save_point="nothing_yet")
	assert found("lovelace") == []


def test_rows_that_are_removed_without_a_trace_leave_no_terms():
	contact = make_contact(**ADA)
	remove_rows("CRM Contact", [contact.name])
	table = frappe.qb.DocType(TABLE)
	assert not frappe.qb.from_(table).select(table.term).where(table.name == contact.name).run()


def test_records_from_before_are_found_once_the_patch_has_run(monkeypatch, wrong_terms):
	contacts = [
		make_contact(last_name=f"Early {number}", phones=[{"phone": "+14155550101"}]) for number in range(5)
	]
	deal = make_deal(title="Early bird")
	frappe.db.delete(TABLE)
	assert found("early") == []
	monkeypatch.setattr(filling, "CHUNK", 2)
	monkeypatch.setattr(frappe.db, "commit", lambda *arguments, **options: None)
	stop_after(monkeypatch, 2)
	with pytest.raises(KeyboardInterrupt):
		filling.fill_missing()
	assert len(found("early")) == 4
	monkeypatch.setattr(filling, "write_rows", WRITE_ROWS)
	filling.fill_missing()
	assert set(found("early")) == {contact.name for contact in contacts}
	assert found("early", "CRM Sales Deal") == [deal.name]
	filling.fill_missing()


WRITE_ROWS = filling.write_rows


def stop_after(monkeypatch, chunks: int) -> None:
	"""Interrupt the filling after so many chunks."""
	written = []

	def write(rows):
		if len(written) == chunks:
			raise KeyboardInterrupt
		written.append(rows)
		WRITE_ROWS(rows)

	monkeypatch.setattr(filling, "write_rows", write)
