"""An assignment gives what whoever assigns has, and no longer than they have it."""

import frappe
import pytest
from frappe.desk.form.assign_to import add, remove

from frappe_crm_app.visibility import explain
from frappe_crm_app.visibility.assignments import MARKS, remove_marks, ship_marks
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note
from tests.site.visibility.callers import people_of_all_kinds

METHOD = "/api/method/"
REP, VIEWER = "CRM Sales Rep", "CRM Viewer"


@pytest.fixture(scope="module")
def people(site):
	yield from people_of_all_kinds()


@pytest.fixture(params=[make_contact, make_customer, make_deal], ids=["contact", "customer", "deal"])
def record(request):
	return request.param()


def assign(record, user: str) -> None:
	add({"doctype": record.doctype, "name": record.name, "assign_to": [user]})


def rights(record, user: str) -> str:
	"""Return what the user may do with the record: "", "read" or "read write"."""
	actions = ("read", "write")
	return " ".join(
		each for each in actions if frappe.has_permission(record.doctype, each, record.name, user=user)
	)


def test_who_may_write_makes_a_writer(record, make_user, acting):
	manager, rep = make_user("CRM Manager"), make_user(REP)
	acting(manager)
	assign(record, rep)
	assert rights(record, rep) == "read write"


def test_a_viewer_makes_nobody_a_writer(record, make_user, acting):
	viewer, rep = make_user(VIEWER), make_user(REP)
	acting(viewer)
	assign(record, rep)
	assert rights(record, rep) == "read"
	both = make_user(VIEWER, REP)
	acting(both)
	assign(record, both)
	assert rights(record, both) == "read"


def test_what_was_assigned_to_read_is_passed_on_to_read(record, make_user, acting):
	viewer, rep, colleague = make_user(VIEWER), make_user(REP), make_user(REP)
	acting(viewer)
	assign(record, rep)
	acting(rep)
	assign(record, colleague)
	assert rights(record, colleague) == "read"


def test_an_assignment_without_our_marks_lets_read(record, make_user):
	rep = make_user(REP)
	assign(record, rep)
	todo = frappe.get_doc("ToDo", {"reference_name": record.name, "allocated_to": rep})
	todo.db_set(dict.fromkeys(MARKS))
	frappe.cache.delete_value("crm_given_to_user")
	assert rights(record, rep) == "read"


def test_the_marks_are_not_a_callers_to_set(people, api, committed):
	record = make_customer()
	frappe.db.commit()
	viewer, rep = api(people[VIEWER]), people[REP]
	values = {"reference_type": record.doctype, "reference_name": record.name, "allocated_to": rep}
	forged = {
		**values,
		"description": "x",
		"assigned_by": people[VIEWER],
		"crm_right": "Write",
		"crm_given_by": "Administrator",
	}
	made = viewer.post("/api/resource/ToDo", json=forged)
	assert made.ok, made.text
	assert rights(record, rep) == "read"
	name = made.json()["data"]["name"]
	for client in (viewer, api(rep)):
		client.put(f"/api/resource/ToDo/{name}", json={"crm_right": "Write", "crm_given_by": "Administrator"})
		client.put(f"/api/resource/ToDo/{name}", json={"allocated_to": rep, "status": "Open"})
		assert rights(record, rep) == "read"
	assert frappe.db.get_value("ToDo", name, "crm_given_by") == people[VIEWER]


def test_nobody_gets_more_by_assigning_to_themselves(people, api, committed):
	"""Each kind of caller, on a record that they may read or not."""
	for kind, user in people.items():
		record, client = make_customer(), api(user)
		frappe.db.commit()
		before = rights(record, user or "Guest")
		add_it = {"doctype": record.doctype, "name": record.name, "assign_to": frappe.as_json([user])}
		client.post(f"{METHOD}frappe.desk.form.assign_to.add", data=add_it)
		values = {"reference_type": record.doctype, "reference_name": record.name, "allocated_to": user}
		client.post("/api/resource/ToDo", json={**values, "description": "x", "assigned_by": user})
		frappe.cache.delete_value("crm_given_to_user")
		assert rights(record, user or "Guest") == before, kind


def test_a_read_share_does_not_grow_and_ends(record, make_user, acting):
	rep, colleague = make_user(REP), make_user(REP)
	frappe.share.add(record.doctype, record.name, rep)
	acting(rep)
	assign(record, rep)
	assign(record, colleague)
	acting("Administrator")
	assert (rights(record, rep), rights(record, colleague)) == ("read", "read")
	frappe.share.remove(record.doctype, record.name, rep)
	assert (rights(record, rep), rights(record, colleague)) == ("", "")


def test_a_share_that_becomes_smaller_takes_along_what_was_given(record, make_user, acting):
	rep, colleague = make_user(REP), make_user(REP)
	frappe.share.add(record.doctype, record.name, rep, write=1)
	acting(rep)
	assign(record, colleague)
	acting("Administrator")
	assert rights(record, colleague) == "read write"
	frappe.share.set_permission(record.doctype, record.name, rep, "write", 0)
	assert (rights(record, rep), rights(record, colleague)) == ("read", "read")


def test_unsharing_leaves_what_others_gave(record, make_user, acting):
	rep, colleague = make_user(REP), make_user(REP)
	assign(record, rep)
	frappe.share.add(record.doctype, record.name, rep)
	acting(rep)
	assign(record, colleague)
	acting("Administrator")
	frappe.share.remove(record.doctype, record.name, rep)
	assert (rights(record, rep), rights(record, colleague)) == ("read write", "read write")


def test_a_closed_assignment_is_not_opened_again_by_whom_it_was_for(people, api, committed):
	record, rep = make_customer(), people[REP]
	assign(record, rep)
	todo = frappe.db.get_value("ToDo", {"reference_name": record.name})
	frappe.db.commit()
	client = api(rep)
	assert client.get(f"/api/resource/CRM Customer/{record.name}").ok
	remove(record.doctype, record.name, rep)
	frappe.db.delete("DocShare", {"share_name": record.name})
	frappe.db.commit()
	frappe.cache.delete_value("crm_given_to_user")
	assert client.get(f"/api/resource/CRM Customer/{record.name}").status_code == 403
	client.put(f"/api/resource/ToDo/{todo}", json={"status": "Open"})
	assert client.get(f"/api/resource/CRM Customer/{record.name}").status_code == 403


def test_a_note_is_assigned_by_who_may_change_it(make_user, acting):
	viewer, rep = make_user(VIEWER), make_user(REP)
	note = make_note(make_customer())
	acting(viewer)
	with pytest.raises(frappe.PermissionError):
		assign(note, rep)
	acting("Administrator")
	assert not frappe.db.get_value("CRM Follow-up Note", note.name, "assigned_to")
	assign(note, rep)
	assert rights(note, rep) == "read write"
	acting(viewer)
	with pytest.raises(frappe.PermissionError):
		remove(note.doctype, note.name, rep)
	acting(rep)
	remove(note.doctype, note.name, rep)
	acting("Administrator")
	assert not frappe.db.get_value("CRM Follow-up Note", note.name, "assigned_to")


def test_what_hangs_on_a_record_assigned_to_read(make_user, acting):
	viewer, rep = make_user(VIEWER), make_user(REP)
	customer = make_customer()
	location, deal = make_location(customer=customer.name), make_deal(customer=customer.name)
	acting(viewer)
	assign(customer, rep)
	acting(rep)
	assert make_note(customer).name
	assert rights(location, rep) == "read"
	assert rights(deal, rep) == ""
	with pytest.raises(frappe.PermissionError):
		make_location(customer=customer.name)


def test_lists_and_explanations_agree(record, make_user, acting, sees):
	viewer, rep = make_user(VIEWER), make_user(REP)
	acting(viewer)
	assign(record, rep)
	acting("Administrator")
	assert sees(rep, record)
	told = explain.explain(frappe.get_doc(record.doctype, record.name), rep)
	assert told["visible"]
	assert "Assigned on" in told["summary"] or "shared" in told["summary"]


def test_assignments_of_other_doctypes_are_left_alone(make_user):
	todo = insert("ToDo", {"description": "x", "allocated_to": make_user(), "crm_right": "Write"})
	assert not todo.crm_right


def test_the_marks_are_made_once(site):
	ship_marks()
	ship_marks()
	assert all(frappe.db.has_column("ToDo", mark) for mark in MARKS)
	assert callable(remove_marks)
