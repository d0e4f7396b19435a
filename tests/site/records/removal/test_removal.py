import frappe
import pytest

from frappe_crm_app.kit.exceptions import RecordInUseError
from tests.factories import make_contact, make_customer, make_deal, make_location, make_note, move, stage


def test_a_contact_with_deals_is_kept_with_a_sentence_that_counts_them():
	contact = make_contact()
	make_deal(contact=contact.name)
	make_deal(contact=contact.name)
	with pytest.raises(RecordInUseError, match="it has 2 deals"):
		contact.delete()
	assert frappe.db.exists("CRM Contact", contact.name)


def test_a_customer_with_deals_and_contacts_is_kept_with_a_sentence_that_counts_them():
	customer = make_customer()
	make_contact(customer=customer.name)
	make_deal(customer=customer.name)
	with pytest.raises(RecordInUseError, match="it has 1 deal and 1 contact"):
		customer.delete()


def test_what_has_only_notes_locations_and_history_goes_with_them():
	customer = make_customer()
	customer.stage = stage("First Contact", "Follow-up")
	customer.save()
	location = make_location(customer=customer.name)
	notes = [make_note(customer), make_note(location)]
	notes[0].add_comment("Comment", "about it")
	customer.delete()
	assert not frappe.db.exists("CRM Location", location.name)
	assert not frappe.get_all("CRM Follow-up Note", {"name": ("in", [note.name for note in notes])})
	assert not frappe.db.exists("CRM Stage Change", {"reference_name": customer.name})
	assert not frappe.db.exists("Comment", {"reference_name": notes[0].name})


def test_removed_notes_can_be_restored():
	from frappe.core.doctype.deleted_document.deleted_document import restore

	contact = make_contact()
	note = make_note(contact, content="Do not lose me")
	contact.delete()
	restore(frappe.db.get_value("Deleted Document", {"deleted_name": contact.name}))
	contact_again = frappe.get_doc("CRM Contact", {"last_name": contact.last_name})
	deleted = frappe.get_doc("Deleted Document", {"deleted_name": note.name})
	data = frappe.parse_json(deleted.data)
	assert (data["doctype"], data["content"]) == ("CRM Follow-up Note", "Do not lose me")
	assert contact_again.full_name == contact.full_name


def test_files_of_removed_notes_go_too():
	contact = make_contact()
	note = make_note(contact)
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "quote.txt",
			"content": "quote",
			"attached_to_doctype": note.doctype,
			"attached_to_name": note.name,
		}
	).insert()
	contact.delete()
	assert not frappe.db.exists("File", file.name)


def test_notes_on_other_records_stay():
	contact, other = make_contact(), make_contact()
	kept = make_note(other)
	make_note(contact)
	contact.delete()
	assert frappe.db.exists("CRM Follow-up Note", kept.name)


def test_a_deal_goes_with_its_notes_and_history():
	deal = make_deal()
	move(deal, "Won")
	note = make_note(deal)
	frappe.get_doc("CRM Sales Deal", deal.name).delete()
	assert not frappe.db.exists("CRM Follow-up Note", note.name)
	assert not frappe.db.exists("CRM Stage Change", {"reference_name": deal.name})
	assert not frappe.db.exists("CRM Won Mail", {"deal": deal.name})


def test_a_deleted_deal_leaves_the_dates_of_its_contact_true():
	contact = make_contact()
	deal = make_deal(contact=contact.name)
	make_note(deal, scheduled_on="2027-01-01 10:00:00")
	frappe.get_doc("CRM Sales Deal", deal.name).delete()
	assert frappe.db.get_value("CRM Contact", contact.name, "next_follow_up_on") is None
