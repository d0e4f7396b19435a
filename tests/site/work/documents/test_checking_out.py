"""Somebody works on a document, and nobody else stores a version meanwhile."""

from datetime import timedelta

import frappe
from frappe.utils import get_datetime, now_datetime

from tests.factories import make_document

DOCUMENT = "CRM Document"


def test_while_it_is_checked_out_only_they_store_versions(committed, rep, make_user, customer, send, tell):
	manager = make_user("CRM Manager")
	document = make_document(customer)
	frappe.db.commit()
	assert tell(rep, "check_out", document=document.name, hours=2).ok
	refused = send(manager, "add_version_of", [("a.txt", b"a")], document=document.name)
	assert refused.status_code == 409
	assert "Rita" in refused.text
	assert "has checked this out until" in refused.text
	assert tell(manager, "check_out", document=document.name).status_code == 409
	taken = send(rep, "add_version_of", [("a.txt", b"a")], document=document.name, check_in="1")
	assert taken.json()["message"]["number"] == 2
	assert send(manager, "add_version_of", [("b.txt", b"b")], document=document.name).ok


def test_it_ends_by_itself_and_by_a_manager(committed, rep, make_user, customer, tell):
	manager, colleague = make_user("CRM Manager"), make_user("CRM Account Rep")
	document = make_document(customer, assignees=[{"user": colleague}])
	frappe.share.add(DOCUMENT, document.name, colleague, write=1)
	frappe.db.commit()
	assert tell(rep, "check_out", document=document.name, hours=10_000).ok
	frappe.db.rollback()
	until = get_datetime(frappe.db.get_value(DOCUMENT, document.name, "checked_out_until"))
	assert until <= now_datetime() + timedelta(days=14)
	assert tell(colleague, "check_in", document=document.name).status_code == 409
	assert tell(manager, "check_in", document=document.name).ok
	assert tell(rep, "check_out", document=document.name).ok
	frappe.db.rollback()
	frappe.db.set_value(DOCUMENT, document.name, "checked_out_until", now_datetime() - timedelta(minutes=1))
	frappe.db.commit()
	assert tell(colleague, "check_out", document=document.name).ok


def test_who_does_not_see_it_checks_nothing_out(committed, stranger, document, tell):
	frappe.db.commit()
	for endpoint in ("check_out", "check_in"):
		assert tell(stranger, endpoint, document=document.name).status_code == 403
	assert tell(stranger, "check_out", document="nothing").status_code == 403
	frappe.db.rollback()
	assert not frappe.db.get_value(DOCUMENT, document.name, "checked_out_by")
