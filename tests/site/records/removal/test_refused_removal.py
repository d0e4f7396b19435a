"""What a refused or a shared deletion leaves as it was."""

from pathlib import Path

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_location, make_note


def attach(doc, name: str) -> Path:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name,
			"content": "quote",
			"attached_to_doctype": doc.doctype,
			"attached_to_name": doc.name,
			"is_private": 1,
		}
	).insert()
	return Path(file.get_full_path())


def test_a_refused_deletion_leaves_files_on_disk():
	customer = make_customer()
	make_customer(referred_by=customer.name)
	on_disk = attach(make_note(customer), "refused.txt")
	frappe.db.savepoint("start_point")
	with pytest.raises(frappe.LinkExistsError):
		customer.delete()
	frappe.db.rollback(save_point="start_point")
	assert on_disk.exists()
	on_disk.unlink()


def test_deleting_a_former_employer_leaves_the_persons_history():
	former, present = make_customer(), make_customer()
	contact = make_contact(customer=former.name)
	note = make_note(contact, scheduled_on="2027-01-01 10:00:00")
	contact.reload().update({"customer": present.name})
	contact.affiliations = [row for row in contact.affiliations if row.customer != former.name]
	contact.save()
	former.delete()
	assert frappe.db.get_value("CRM Follow-up Note", note.name, "customer") is None
	assert frappe.db.get_value("CRM Contact", contact.name, "next_follow_up_on") is not None


def test_deleting_a_contact_leaves_the_customers_location():
	customer, contact = make_customer(), make_contact()
	shared = make_location(customer=customer.name, contact=contact.name)
	own = make_location(contact=contact.name)
	note = make_note(shared)
	contact.delete()
	assert frappe.db.get_value("CRM Location", shared.name, ["customer", "contact"]) == (customer.name, None)
	assert frappe.db.exists("CRM Follow-up Note", note.name)
	assert not frappe.db.exists("CRM Location", own.name)


def test_a_primary_contact_can_be_deleted():
	contact = make_contact()
	customer = make_customer(primary_contact=contact.name)
	contact.delete()
	assert frappe.db.get_value("CRM Customer", customer.name, "primary_contact") is None
