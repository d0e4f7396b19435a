"""Nothing of a private mail is answered to who is none of its mailbox's people, though they see everything that it is about."""

import json

import frappe
import pytest

from frappe_crm_app.records.mail.message import Attachment
from tests.factories import make_contact, make_deal, make_mail, make_mailbox

SECRET = "zyxwvut"
METHOD = "/api/method/"
MAIL, ENTRY, MAILBOX = "CRM Mail", "CRM Mailbox Entry", "CRM Mailbox"
ABOUT = ("CRM Contact", "CRM Customer", "CRM Sales Deal")
ROLES = (
	("CRM Manager",),
	("CRM Admin", "CRM Sales Rep"),
	("CRM Viewer",),
	("CRM External",),
	("CRM Sales Rep",),
)


@pytest.fixture
def private(committed, make_user) -> frappe._dict:
	"""A mail with a secret in everything that it says, about a contact, a customer and a deal, in the mailbox of somebody."""
	contact = make_contact(email="grace@navy.example", company_name="Navy")
	deal = make_deal(contact=contact.name)
	paper = Attachment(f"{SECRET}.txt", "text/plain", SECRET.encode())
	stored = make_mail(
		make_mailbox(make_user("CRM Sales Rep")), snippet=f"Snippet {SECRET}", subject=f"Subject {SECRET}",
		text=f"Text {SECRET}", html=f"<p>{SECRET}</p>", attachments=(paper,), bcc=(f"{SECRET}@navy.example",),
	)  # fmt: skip
	file = frappe.get_doc("File", {"attached_to_name": stored.mail})
	frappe.db.commit()
	return frappe._dict(
		mail=stored.mail, entry=stored.entry, contact=contact.name, deal=deal.name, customer=contact.customer, url=file.file_url, file=file.name,
		mailbox=frappe.db.get_value(ENTRY, stored.entry, "mailbox"), thread=frappe.db.get_value(MAIL, stored.mail, "thread"),
	)  # fmt: skip


def requests_about(private: frappe._dict):
	"""Yield `(path, arguments)` of what a curious colleague may ask for."""
	mail, entry = private.mail, private.entry
	like = json.dumps([["subject", "like", f"%{SECRET}%"]])
	for doctype, name in ((MAIL, mail), (ENTRY, entry), (MAILBOX, private.mailbox), ("File", private.file)):
		for path in (
			f"/api/resource/{doctype}/{name}",
			f"/api/v2/document/{doctype}/{name}",
			f"/app/{frappe.scrub(doctype)}/{name}",
		):
			yield path, {}
		yield "/printview", {"doctype": doctype, "name": name}
		named = {"doctype": doctype, "name": name}
		for path in (
			"desk.form.load.getdoc",
			"desk.form.load.get_docinfo",
			"client.get",
			"desk.search.get_link_title",
		):
			yield f"{METHOD}frappe.{path}", named | {"docname": name}
		yield (
			f"{METHOD}frappe.client.get_value",
			{"doctype": doctype, "filters": json.dumps({"name": name}), "fieldname": '["*"]'},
		)
		yield (
			f"{METHOD}frappe.client.get_list",
			{"doctype": doctype, "fields": '["*"]', "limit_page_length": 0},
		)
	for doctype in (MAIL, "CRM Mail Participant", "CRM Mail Link", ENTRY):
		listed = {"doctype": doctype, "fields": '["*"]', "page_length": 500, "start": 0, "parent": MAIL}
		yield f"{METHOD}frappe.desk.reportview.get", listed
		yield (
			f"{METHOD}frappe.desk.reportview.export_query",
			listed | {"file_format_type": "CSV", "title": "x", "export_in_background": 0},
		)
		yield f"{METHOD}frappe.client.get_list", {"doctype": doctype, "parent": MAIL, "fields": '["*"]'}
	yield f"{METHOD}frappe.desk.reportview.get_count", {"doctype": MAIL, "filters": like}
	yield f"{METHOD}frappe.desk.search.search_link", {"doctype": MAIL, "txt": SECRET}
	yield f"{METHOD}frappe.utils.global_search.search", {"text": SECRET}
	yield f"{METHOD}frappe.desk.reportview.get_sidebar_stats", {"stats": '["subject"]', "doctype": MAIL}
	yield (
		f"{METHOD}frappe.desk.listview.get_group_by_count",
		{"doctype": MAIL, "current_filters": "[]", "field": "subject"},
	)
	yield private.url, {}
	for doctype, name in zip(ABOUT, (private.contact, private.customer, private.deal), strict=True):
		if not name:
			continue
		yield f"{METHOD}frappe_crm_app.timeline.api.get_timeline", {"doctype": doctype, "name": name}
		yield f"{METHOD}frappe.desk.form.load.getdoc", {"doctype": doctype, "name": name}
		yield f"{METHOD}frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}
		yield f"{METHOD}frappe.desk.notifications.get_open_count", {"doctype": doctype, "name": name}
	inbox, writing = "frappe_crm_app.screens.inbox.api", "frappe_crm_app.channels.mail.writing.api"
	for view in ("Inbox", "Waiting", "Assigned", "Drafts"):
		yield f"{METHOD}{inbox}.get_page", {"view": view}
	yield f"{METHOD}{inbox}.get_page", {"text": SECRET}
	yield f"{METHOD}{inbox}.get_setup", {}
	for thread in (private.thread, mail):
		yield f"{METHOD}{inbox}.get_thread", {"thread": thread}
	for endpoint in (
		f"{inbox}.get_body",
		f"{inbox}.get_person",
		f"{writing}.get_draft",
		f"{writing}.prepare_reply",
	):
		yield f"{METHOD}{endpoint}", {"mail": mail}
	yield f"{METHOD}{inbox}.who_can_read", {"entry": entry}
	yield f"{METHOD}frappe_crm_app.screens.today.api.get_today", {"whose": "everybody"}
	for doctype in (
		"CRM Domain Event",
		"CRM Event Occasion",
		"CRM Workflow Run",
		"Version",
		"Comment",
		"Communication",
		"Notification Log",
		"Email Queue",
	):
		yield f"/api/resource/{doctype}", {"fields": '["*"]', "limit_page_length": 0}


@pytest.mark.parametrize("roles", ROLES, ids=" and ".join)
def test_nothing_of_it_is_answered(roles, private, make_user, api):
	client = api(make_user(*roles))
	answered = [
		path
		for path, given in requests_about(private)
		if SECRET in without_question(client.get(path, params=given), given)
	]
	assert answered == []


def without_question(answer, given: dict) -> str:
	"""Return an answer's text without what was asked for, which some refusals say again."""
	text = answer.text.lower()
	return "" if answer.status_code >= 400 and SECRET in json.dumps(given) else text


def test_the_owner_is_answered_by_the_same_requests(private, api):
	client = api(frappe.db.get_value(MAILBOX, private.mailbox, "user"))
	answered = {
		path
		for path, given in requests_about(private)
		if SECRET in without_question(client.get(path, params=given), given)
	}
	assert len(answered) > 15
	assert private.url in answered
