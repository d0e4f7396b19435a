"""Drafts are kept as they are typed, seen by the people of the mailbox alone, and gone without a trace."""

import json

import frappe
import pytest

from frappe_crm_app.channels.mail.writing import api
from frappe_crm_app.kit.exceptions import MailStateError, WritingError
from frappe_crm_app.visibility import policy
from tests.factories import make_contact, make_customer, make_deal, make_mail, make_mailbox


def as_user(make_user, role="CRM Sales Rep", **values):
	user = make_user(role)
	mailbox = make_mailbox(user, **values)
	frappe.set_user(user)
	return user, mailbox


def test_what_is_typed_is_kept_as_it_is(make_user):
	_user, mailbox = as_user(make_user)
	draft = api.save_draft(
		to="Grace <grace@navy.example>, ad", subject=" Cra <b>", html="<p>Hel</p>", bcc="eve@navy.exam"
	)["draft"]
	again = api.save_draft(draft=draft, html="<p>Hello</p>")
	assert again["draft"] == draft
	kept = api.get_draft(draft)
	assert kept["to"] == "Grace <grace@navy.example>, ad"
	assert (kept["subject"], kept["html"], kept["bcc"]) == ("Cra <b>", "<p>Hello</p>", "eve@navy.exam")
	assert kept["mailbox"] == mailbox.name
	mail = frappe.get_doc("CRM Mail", draft)
	assert (mail.delivery_state, mail.snippet, mail.thread) == ("Draft", "Hello", draft)
	assert [row.email for row in mail.participants] == ["grace@navy.example"]
	assert "eve" not in json.dumps(mail.as_dict(), default=str)


def test_nobody_else_sees_or_touches_a_draft(make_user):
	_user, _mailbox = as_user(make_user, sharing="Everything")
	contact = make_contact(email="grace@navy.example")
	draft = api.save_draft(to=contact.email, subject="Secret", doctype=contact.doctype, name=contact.name)[
		"draft"
	]
	for role in ("CRM Admin", "CRM Manager", "CRM Sales Rep", "CRM Viewer"):
		frappe.set_user("Administrator")
		other = make_user(role)
		frappe.set_user(other)
		assert not policy.may("CRM Mail", draft)
		calls = (
			api.get_draft,
			api.send,
			api.undo_send,
			api.hurry,
			api.discard_draft,
			lambda mail: api.save_draft(draft=mail, subject="x"),
		)
		for call in calls:
			with pytest.raises(frappe.PermissionError):
				call(draft)


def test_two_windows_do_not_write_over_each_other(make_user):
	as_user(make_user)
	first = api.save_draft(subject="Boats", html="<p>One</p>")
	other = api.get_draft(first["draft"])
	kept = api.save_draft(draft=first["draft"], html="<p>Two</p>", kept_on=first["kept_on"])
	with pytest.raises(MailStateError, match="elsewhere"):
		api.save_draft(draft=first["draft"], html="<p>Three</p>", kept_on=other["kept_on"])
	assert api.get_draft(first["draft"])["html"] == "<p>Two</p>"
	api.save_draft(draft=first["draft"], html="<p>Four</p>", kept_on=kept["kept_on"])
	api.save_draft(draft=first["draft"], html="<p>Five</p>")
	assert api.get_draft(first["draft"])["html"] == "<p>Five</p>"


def test_people_of_a_shared_mailbox_share_its_drafts(make_user):
	mailbox = make_mailbox(None, "CRM Sales Rep")
	first, second = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	frappe.set_user(first)
	draft = api.save_draft(mailbox=mailbox.name, subject="Ours")["draft"]
	frappe.set_user(second)
	assert api.get_draft(draft)["subject"] == "Ours"
	assert policy.may("CRM Mail", draft)


def test_who_writes_and_who_does_not(make_user):
	as_user(make_user, "CRM Manager")
	assert api.save_draft(subject="x")["draft"]
	frappe.set_user("Administrator")
	shared = make_mailbox(None, "CRM Account Rep")
	for role in ("CRM Viewer", "CRM External", "System Manager"):
		frappe.set_user("Administrator")
		frappe.set_user(make_user(role))
		with pytest.raises(frappe.PermissionError):
			api.save_draft(subject="x")
	frappe.set_user("Administrator")
	frappe.set_user(make_user("CRM Admin"))
	with pytest.raises(frappe.PermissionError, match="no such mailbox"):
		api.save_draft(mailbox=shared.name, subject="x")
	with pytest.raises(frappe.PermissionError, match="Connect yours"):
		api.save_draft(subject="x")


def test_a_discarded_draft_leaves_nothing(make_user):
	as_user(make_user)
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "a.txt", "content": "one", "is_private": 1}
	).insert()
	draft = api.save_draft(to="grace@navy.example", files=[file.name])["draft"]
	api.discard_draft(draft)
	for doctype, field in (
		("CRM Mail", "name"),
		("CRM Mailbox Entry", "mail"),
		("CRM Mail Participant", "parent"),
		("File", "attached_to_name"),
	):
		assert not frappe.db.exists(doctype, {field: draft})


@pytest.mark.parametrize(
	("given", "error"),
	[
		({"subject": "a\nBcc: eve@example.com"}, "one line"),
		({"subject": "x" * 999}, "at most"),
		({"to": "a@navy.example\nBcc: eve@example.com"}, "no line breaks"),
		({"cc": "x" * 30_000}, "too many"),
		({"to": '{"a": 1}'}, "commas"),
		({"html": "x" * 3_000_000}, "too long"),
		({"html": "<div>" * 5_000}, "too many parts"),
		({"files": '{"a": 1}'}, "list"),
	],
)
def test_what_is_no_mail_is_refused_in_a_sentence(make_user, given, error):
	as_user(make_user)
	with pytest.raises(WritingError, match=error):
		api.save_draft(**given)


@pytest.mark.parametrize(
	("given", "error"),
	[
		({}, "whom"),
		({"to": "grace"}, "“grace” is no address"),
		({"to": "a@navy.example", "bcc": "b@"}, "Blind copy: “b@”"),
		({"to": ", ".join(f"p{number}@navy.example" for number in range(101))}, "101"),
	],
)
def test_what_cannot_go_to_anybody_is_refused_in_a_sentence(make_user, given, error):
	as_user(make_user)
	draft = api.save_draft(subject="x", **given)["draft"]
	with pytest.raises(WritingError, match=error):
		api.send(draft)
	assert frappe.db.get_value("CRM Mail", draft, "delivery_state") == "Draft"


def test_files_are_those_that_the_writer_reads(make_user):
	hidden = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "a.txt",
			"content": "hidden",
			"is_private": 1,
			**attached(make_contact()),
		}
	).insert()
	user, _mailbox = as_user(make_user)
	with pytest.raises(frappe.PermissionError):
		api.save_draft(files=[hidden.name])
	with pytest.raises(frappe.PermissionError):
		api.save_draft(files=[hidden.file_url])
	contact = make_contact(contact_owner=user)
	seen = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "offer.txt",
			"content": "offer",
			"is_private": 1,
			**attached(contact),
		}
	).insert()
	loose = frappe.get_doc(
		{"doctype": "File", "file_name": "b.txt", "content": "loose", "is_private": 1}
	).insert()
	saved = api.save_draft(files=[seen.name, loose.name])
	again = api.save_draft(draft=saved["draft"], files=[seen.name, loose.name])
	assert [row.name for row in again["files"]] == [row.name for row in saved["files"]]
	names = {row.file_name for row in (seen, loose)}  # Frappe may have added to a name that was taken
	assert {row.file_name for row in again["files"]} == names
	assert frappe.db.get_value("File", seen.name, "attached_to_name") == contact.name
	less = api.save_draft(draft=saved["draft"], files=[loose.name])
	assert [row.name for row in less["files"]] == [loose.name]
	assert frappe.db.exists("File", seen.name)


def attached(doc) -> dict:
	return {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}


def test_an_answer_goes_to_who_wrote_and_belongs_to_the_thread(make_user):
	_user, mailbox = as_user(make_user, signature="<p>Ada, Blue Harbor</p>", email_id="box@ours.example")
	mail = make_mail(
		mailbox, subject="Cranes", sender="grace@navy.example", to=("box@ours.example", "bob@navy.example"), cc=("eve@navy.example",),
		html="<p>When <b>do</b> they come?</p>",
	)  # fmt: skip
	begun = api.prepare_reply(mail.mail)
	assert begun["to"] == "Grace <grace@navy.example>"
	assert (begun["cc"], begun["subject"]) == ("", "Re: Cranes")
	assert "Ada, Blue Harbor" in begun["html"]
	assert "<b>do</b>" in begun["quoted"]
	everybody = api.prepare_reply(mail.mail, "reply_all")
	assert everybody["to"] == "Grace <grace@navy.example>"
	assert everybody["cc"] == "Bob <bob@navy.example>, Eve <eve@navy.example>"
	assert api.prepare_reply(mail.mail, "forward")["subject"] == "Fwd: Cranes"
	assert api.prepare_reply(mail.mail, "forward")["to"] == ""
	draft = api.save_draft(
		**{key: begun[key] for key in ("mailbox", "to", "subject", "html", "quoted", "in_reply_to")}
	)["draft"]
	assert frappe.db.get_value("CRM Mail", draft, "thread") == frappe.db.get_value(
		"CRM Mail", mail.mail, "thread"
	)
	with pytest.raises(WritingError):
		api.prepare_reply(mail.mail, "shout")


def test_who_names_another_address_for_answers_gets_them_there(make_user):
	_user, mailbox = as_user(make_user)
	mail = make_mail(mailbox, reply_to=("desk@navy.example",), subject="RE: Cranes")
	begun = api.prepare_reply(mail.mail)
	assert begun["to"] == "Desk <desk@navy.example>"
	assert begun["subject"] == "RE: Cranes"


def test_nobody_answers_what_they_do_not_read(make_user):
	mail = make_mail(make_mailbox(make_user("CRM Sales Rep")))
	as_user(make_user)
	with pytest.raises(frappe.PermissionError):
		api.prepare_reply(mail.mail)
	with pytest.raises(frappe.PermissionError):
		api.save_draft(in_reply_to=mail.mail)


def test_a_draft_that_is_being_sent_is_not_changed(make_user):
	as_user(make_user)
	draft = api.save_draft(to="grace@navy.example")["draft"]
	api.send(draft)
	for call in (
		lambda: api.save_draft(draft=draft, subject="x"),
		lambda: api.get_draft(draft),
		lambda: api.send(draft),
	):
		with pytest.raises(MailStateError, match="about to be sent"):
			call()


def template(name: str, subject: str, response: str) -> str:
	values = {"name": name, "subject": subject, "response": response}
	return frappe.get_doc({"doctype": "Email Template", **values}).insert().name


def test_templates_have_the_fields_that_the_reader_reads(make_user):
	template(
		"Offer",
		"For {{ customer }}",
		"<p>Dear {{ contact.first_name }} of {{ contact }}, {{ value }} {{ nothing }} {{ nothing.at_all }}</p>",
	)
	template("Sly", "x", "{{ frappe.db.get_value('User', 'Administrator', 'email') }}")
	user, _mailbox = as_user(make_user)
	customer = make_customer(customer_name="Navy & Sons", salesperson=user)
	contact = make_contact(
		first_name="<i>Grace", last_name="Hopper", contact_owner=user, customer=customer.name
	)
	deal = make_deal(contact=contact.name, customer=customer.name, deal_owner=user)
	found = {row["name"]: row for row in api.get_templates(deal.doctype, deal.name)}
	assert found["Offer"]["subject"] == "For Navy & Sons"
	assert "Dear &lt;i&gt;Grace&lt;/i&gt; of &lt;i&gt;Grace Hopper&lt;/i&gt;, " in found["Offer"]["html"]
	assert "{{ nothing }}" in found["Offer"]["html"]
	assert "Administrator" not in found["Sly"]["html"]
	assert found["Sly"]["problem"]
	assert api.fill_template("Offer", deal.doctype, deal.name)["subject"] == "For Navy & Sons"
	with pytest.raises(WritingError):
		api.fill_template("Sly", deal.doctype, deal.name)


def test_templates_tell_nothing_of_what_is_hidden(make_user):
	template("Offer", "x", "{{ contact }}|{{ contact.email }}|{{ customer.customer_name }}")
	customer = make_customer(customer_name="Hidden Customer")
	contact = make_contact(email="hidden@navy.example", customer=customer.name)
	hidden = make_deal(contact=contact.name)
	as_user(make_user)
	with pytest.raises(frappe.PermissionError):
		api.get_templates(hidden.doctype, hidden.name)
	with pytest.raises(frappe.PermissionError):
		api.get_templates("User", "Administrator")


def test_one_is_told_of_addresses_that_come_back_and_of_who_opted_out(make_user):
	user, _mailbox = as_user(make_user)
	make_contact(
		email="grace@navy.example", first_name="Grace", last_name="H", contact_owner=user, email_opt_out=1
	)
	contact = make_contact(email="bob@navy.example", contact_owner=user)
	contact.append(
		"emails", {"email": "bob@navy.example", "is_primary": 1, "invalid_since": "2026-01-05 10:00:00"}
	)
	contact.save()
	frappe.set_user("Administrator")
	hidden = make_contact(email="eve@navy.example", email_opt_out=1)
	frappe.set_user(user)
	remarks = api.get_remarks("grace@navy.example, bob@navy.example, eve@navy.example")
	assert len(remarks) == 2
	assert remarks[0].startswith("Mails to bob@navy.example come back")
	assert "Grace H wants no mails that go to many" in remarks[1]
	assert hidden.full_name not in " ".join(remarks)


def test_a_new_mail_about_a_deal_goes_to_its_person(make_user):
	user, mailbox = as_user(make_user, signature="<p>Ada</p>")
	contact = make_contact(
		email="grace@navy.example", first_name="Grace", last_name="Hopper", contact_owner=user
	)
	deal = make_deal(contact=contact.name, deal_owner=user)
	begun = api.prepare_mail(doctype=deal.doctype, name=deal.name)
	assert begun["to"] == "Grace Hopper <grace@navy.example>"
	assert begun["mailbox"] == mailbox.name
	assert "Ada" in begun["html"]
	assert [row.name for row in api.get_mailboxes()] == [mailbox.name]
