"""A guarded DocType is one entry of `visibility/guarded.py`: whatever decides about records takes it up from there."""

import frappe
import pytest
from frappe.model.document import Document

from frappe_crm_app.records.follow_up.reference import SOURCES
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.explain import explain, reasons_for
from frappe_crm_app.visibility.guarded import GUARDED, NOTE, GuardedDocType, Through
from frappe_crm_app.visibility.record_hooks import condition, has_permission, may_add
from frappe_crm_app.visibility.user_access import access_of
from tests.factories import make_contact, make_customer, make_location, make_note
from tests.site.visibility import matrix
from tests.site.visibility.world import doctype_of, make_world

NEW = "CRM Contact Import Row"  # stands for a DocType that comes later: sales reps read it, and it is in no entry


def test_every_entry_is_taken_up(rep):
	"""By hooks, policy, explanation and matrix, which must agree about each record of the world."""
	world = make_world(rep, {"own", "other"})
	assert {doctype_of(kind) for kind in world.names} == set(GUARDED)
	for kind, names in world.names.items():
		doctype, seen = doctype_of(kind), matrix.RECORDS[kind].seen_by.get("CRM Sales Rep", set())
		for hook in ("permission_query_conditions", "has_permission"):
			assert any("record_hooks" in path for path in frappe.get_hooks(hook)[doctype]), doctype
		assert condition(rep, doctype)
		for reason, name in names.items():
			record = frappe.get_doc(doctype, name)
			assert has_permission(record, "read", rep) == (reason in seen), (kind, reason)
			assert is_explained(record, rep) == (reason in seen), (kind, reason)


def is_explained(record: Document, user: str) -> bool:
	return any(reason.grants for reason in reasons_for(record, access_of(user)))


def test_notes_are_about_records_through_which_they_are_seen():
	(way,) = GUARDED[NOTE].through
	assert set(way.doctypes) == set(SOURCES)


@pytest.fixture
def asked(monkeypatch, rep):
	"""``asked(entry, **values)`` -> whether a sales rep sees, and could add, such a record of NEW, and what is said of it."""

	def ask(entry: GuardedDocType, **values: str) -> tuple[bool, bool, str]:
		monkeypatch.setitem(GUARDED, NEW, entry)
		record = frappe.new_doc(NEW)
		record.update({"creation": frappe.utils.now(), "modified": frappe.utils.now(), **values})
		record.db_insert()
		is_seen = has_permission(record, "read", rep)
		reasons = reasons_for(record, access_of(rep))
		assert is_seen == any(reason.grants for reason in reasons)
		return is_seen, may_add(record, rep), reasons[0].sentence

	return ask


def test_a_new_entry_is_seen_through_what_it_hangs_on(asked, rep):
	entry = GuardedDocType((Through("contact", ("CRM Contact",)), Through("customer", ("CRM Customer",))))
	through = "Through the Contact: They are its Contact Owner."
	assert asked(entry, contact=make_contact(contact_owner=rep).name) == (True, True, through)
	assert asked(entry, customer=make_customer(salesperson=rep).name)[0]
	is_seen, may_be_added, _sentence = asked(entry, contact=make_contact().name)
	assert not is_seen
	assert not may_be_added


def test_a_new_entry_hangs_on_what_hangs_on_others(asked, rep, monkeypatch):
	monkeypatch.setitem(GUARDED, "CRM Location", GuardedDocType((Through("customer", ("CRM Customer",)),)))
	entry = GuardedDocType((Through("reason", ("CRM Location",)),))
	own, other = (make_location(customer=make_customer(salesperson=owner).name) for owner in (rep, None))
	through = "Through the Location: Through the Customer: They are its Salesperson."
	assert asked(entry, reason=own.name) == (True, True, through)
	assert not asked(entry, reason=other.name)[0]


def test_a_new_entry_is_ones_own_by_the_fields_that_it_names(asked, rep):
	entry = GuardedDocType((Through("contact", ("CRM Contact",)),), own=("owner", "reason"))
	contact = make_contact().name
	assert asked(entry, contact=contact, owner=rep)[::2] == (True, "They wrote it.")
	assert asked(entry, contact=contact, reason=rep)[::2] == (True, "They are its Reason.")
	assert not asked(entry, contact=contact)[0]


def test_a_new_entry_with_a_mark_of_privacy_is_for_its_own_people(asked, rep):
	entry = GuardedDocType((Through("contact", ("CRM Contact",)),), own=("owner",), private_field="file_row")
	contact = make_contact(contact_owner=rep).name
	assert asked(entry, contact=contact, file_row=0)[0]
	assert not asked(entry, contact=contact, file_row=1)[0]
	assert asked(entry, contact=contact, file_row=1, owner=rep)[0]


def test_a_new_entry_without_any_ground_is_nobodys(asked, make_user):
	assert not asked(GuardedDocType(), owner="Administrator")[0]
	assert not policy.may(NEW, frappe.get_last_doc(NEW).name, make_user("CRM Manager"))


def test_a_new_entry_that_managers_oversee_is_theirs_alone(asked, make_user):
	assert not asked(GuardedDocType(overseen="Managers see all of these."))[0]
	record, manager = frappe.get_last_doc(NEW), make_user("CRM Manager")
	assert policy.criterion(NEW, manager) is None
	assert reasons_for(record, access_of(manager))[0].sentence == "Managers see all of these."


def test_what_one_needs_on_the_anchor_to_add_a_record_is_its_entrys(asked, make_user, monkeypatch):
	way = (Through("contact", ("CRM Contact",)),)
	contact, viewer = make_contact().name, make_user("CRM Viewer")
	asked(GuardedDocType(way, needed="read"), contact=contact)
	record = frappe.get_last_doc(NEW)
	assert may_add(record, viewer)
	monkeypatch.setitem(GUARDED, NEW, GuardedDocType(way, needed="write"))
	assert not may_add(record, viewer)


def test_a_share_of_a_customer_opens_its_notes_but_not_its_locations(rep, sees):
	customer = make_customer()
	note, location = make_note(customer), make_location(customer=customer.name)
	frappe.share.add(customer.doctype, customer.name, rep)
	assert sees(rep, note)
	assert not sees(rep, location)
	assert explain(note, rep)["summary"] == "Through the Customer: It is shared with them."
	assert not any(reason["grants"] for reason in explain(location, rep)["reasons"])
