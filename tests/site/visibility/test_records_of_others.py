"""What this app does to Frappe's own DocTypes is done to rows about its own records only."""

import frappe
import pytest

from frappe_crm_app.visibility.cache import GIVEN, forget_given
from tests.factories import insert, make_contact


@pytest.fixture
def colleague(make_user):
	return make_user("System Manager")


def follow(doctype: str, name: str, user: str) -> str:
	return insert("Document Follow", {"ref_doctype": doctype, "ref_docname": name, "user": user}).name


def log_about(doctype: str | None, name: str | None, user: str):
	values = {"document_type": doctype, "document_name": name, "for_user": user, "from_user": user}
	return insert("Notification Log", {**values, "subject": "x", "type": "Alert"})


def test_a_system_manager_sees_who_follows_what_of_others_but_not_of_ours(make_user, colleague, acting):
	reader, contact = make_user("System Manager", "CRM Admin"), make_contact()
	of_others = follow("User", "Administrator", colleague)
	of_ours = follow("CRM Contact", contact.name, colleague)
	own = follow("CRM Contact", contact.name, reader)
	acting(reader)
	listed = set(frappe.get_list("Document Follow", pluck="name"))
	assert {of_others, own} <= listed
	assert of_ours not in listed


def test_notifications_about_records_of_others_are_read_as_frappe_lets_them(make_user, colleague, acting):
	reader, contact = make_user("System Manager", "CRM Admin"), make_contact()
	logs = {
		"of others": log_about("User", "Administrator", colleague),
		"of nothing": log_about(None, None, colleague),
		"of ours": log_about("CRM Contact", contact.name, colleague),
		"of ours that is not scoped": log_about("CRM Pipeline", "x", colleague),
		"own": log_about("CRM Contact", contact.name, reader),
	}
	acting(reader)
	readable = {about for about, log in logs.items() if log.has_permission("read")}
	assert readable == {"of others", "of nothing", "own"}


@pytest.mark.parametrize(
	("doctype", "is_forgotten"),
	[("CRM Sales Deal", True), ("CRM Follow-up Note", True), ("CRM Deal", False), ("CRM Lead", False)],
)
@pytest.mark.parametrize("kind", [("ToDo", "reference_type"), ("DocShare", "share_doctype")])
def test_assignments_and_shares_of_frappe_crms_records_leave_our_cache_alone(doctype, is_forgotten, kind):
	satellite, fieldname = kind
	frappe.cache.hset(GIVEN, "somebody@example.com", {"kept": True})
	forget_given(frappe.get_doc({"doctype": satellite, fieldname: doctype}))
	assert (frappe.cache.hget(GIVEN, "somebody@example.com") is None) == is_forgotten
	frappe.cache.delete_value(GIVEN)
