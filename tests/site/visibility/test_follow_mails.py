"""Frappe's mails to followers tell of our records what the follower sees as they are sent."""

import frappe
import pytest
from frappe.desk.form import document_follow

from frappe_crm_app.visibility import follow_mails
from tests.factories import insert, make_contact, make_customer

SECRET = "Zyxwv"


@pytest.fixture(autouse=True)
def sending(monkeypatch):
	"""Be a job that sends such mails, until the test ends."""
	monkeypatch.setattr(document_follow, "get_message", follow_mails.frappes_get_message)
	job = {"job_type": "frappe.desk.form.document_follow.send_hourly_updates"}
	follow_mails.before_job(
		method="frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job", kwargs=job
	)


def told_to(user: str) -> str:
	return str(document_follow.get_message_for_user("Hourly", user)[0])


def change(doc, **values) -> None:
	doc.update(values)
	doc.save(ignore_version=False)
	past = frappe.utils.add_to_date(None, minutes=-5)
	frappe.db.set_value(
		"Version", {"docname": doc.name}, {"modified": past, "creation": past}, update_modified=False
	)


def follow(doc, user: str) -> None:
	insert("Document Follow", {"ref_doctype": doc.doctype, "ref_docname": doc.name, "user": user})


def test_following_ends_with_the_share(rep):
	contact = make_contact()
	frappe.share.add(contact.doctype, contact.name, rep)
	follow(contact, rep)
	change(contact, job_title=SECRET)
	comment = contact.add_comment("Comment", f"{SECRET} comment")
	comment.db_set("modified", frappe.utils.add_to_date(None, minutes=-5), update_modified=False)
	assert SECRET in told_to(rep)
	assert f"{SECRET} comment" in told_to(rep)
	frappe.share.remove(contact.doctype, contact.name, rep)
	assert told_to(rep) == "[]"
	assert frappe.session.user == "Administrator"


def test_links_to_hidden_records_and_fields_of_a_higher_level_are_not_told(rep):
	hidden = make_customer(customer_name=f"{SECRET} Ltd")
	own = make_customer(salesperson=rep, relationship="Partner Prospect")
	follow(own, rep)
	change(own, referred_by=hidden.name, partner_url=f"https://{SECRET}.example")
	told = told_to(rep)
	assert "'referred_by'" in told
	assert "Not visible to you" in told
	for word in (SECRET, SECRET.lower(), hidden.name):
		assert word not in told
