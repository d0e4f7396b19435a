"""A conversation, whom it is with, and who reads it."""

import frappe
import pytest
from frappe.share import add as add_share

from frappe_crm_app.records.mail.message import Attachment
from frappe_crm_app.screens.inbox.api import (
	assign,
	file,
	get_body,
	get_person,
	get_thread,
	share,
	who_can_read,
)
from tests.factories import make_contact, make_customer, make_deal, make_note
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox

THEM = "ada@engines.example"


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


@pytest.fixture
def mailbox(rep) -> str:
	return make_mailbox(rep)


def thread_of(stored) -> str:
	return frappe.db.get_value("CRM Mail", stored.mail, "thread")


def test_a_conversation_has_its_mails_in_order_with_people_files_and_text(rep, mailbox):
	picture = Attachment("logo.png", "image/png", b"png", content_id="logo", is_inline=True)
	paper = Attachment("offer.pdf", "application/pdf", b"%PDF-1.4")
	first = make_mail(
		mailbox, html='<p>Hello <img data-cid="logo"></p>', days_ago=3, attachments=(picture, paper)
	)
	make_mail(
		mailbox, "Grace <rep@desk.example>", to=THEM, answers=first, is_out=True, text="Ten", days_ago=2
	)
	frappe.set_user(rep)
	told = get_thread(thread_of(first))
	assert [mail["text"] for mail in told["mails"]] == ["How much is it?", "Ten"]
	opening = told["mails"][0]
	assert "data-cid" in opening["html"]
	assert [file["file_name"] for file in opening["files"]] == ["offer.pdf"]
	assert opening["inline"]["logo"].startswith("/private/files/")
	assert {(each["kind"], each["email"]) for each in opening["people"]} == {
		("From", THEM),
		("To", "rep@desk.example"),
	}
	assert told["waiting_since"] is None


def test_a_conversation_is_found_by_any_of_its_mails_and_says_why_one_came_back(rep, mailbox, make_user):
	first = make_mail(mailbox, days_ago=3)
	second = make_mail(mailbox, "Grace <rep@desk.example>", to=THEM, answers=first, is_out=True, days_ago=2)
	frappe.db.set_value(
		"CRM Mail", second.mail, {"delivery_state": "Bounced", "delivery_problem": "Nobody there."}
	)
	frappe.set_user(rep)
	told = get_thread(second.mail)
	assert (told["thread"], len(told["mails"])) == (thread_of(first), 2)
	assert told["mails"][1]["delivery_problem"] == "Nobody there."
	frappe.set_user(make_user("CRM Manager"))
	with pytest.raises(frappe.PermissionError):
		get_thread(second.mail)


def test_others_read_nothing_of_it(rep, mailbox, make_user):
	stored = make_mail(mailbox)
	for role in ("CRM Sales Rep", "CRM Manager", "CRM Admin"):
		frappe.set_user(make_user(role))
		for ask in (
			lambda: get_thread(thread_of_anybody(stored)),
			lambda: get_body(stored.mail),
			lambda: get_person(stored.mail),
			lambda: who_can_read(stored.entry),
		):
			with pytest.raises(frappe.PermissionError):
				ask()


def thread_of_anybody(stored) -> str:
	return frappe.db.get_value("CRM Mail", stored.mail, "thread")


def test_of_a_long_conversation_older_texts_are_asked_for(rep, mailbox):
	first = make_mail(mailbox, text="The first", days_ago=9)
	for number in range(5):
		make_mail(mailbox, answers=first, text=f"Number {number}", days_ago=8 - number)
	frappe.set_user(rep)
	told = get_thread(thread_of(first))
	assert ["text" in mail for mail in told["mails"]] == [False, False, False, True, True, True]
	assert get_body(first.mail)["text"] == "The first"


def test_the_card_shows_the_contact_with_customer_open_deals_and_next_step(rep, mailbox):
	customer = make_customer(customer_name="Engines Ltd", salesperson=rep)
	contact = make_contact(
		first_name="Ada", last_name="King", email=THEM, customer=customer.name, contact_owner=rep
	)
	deal = make_deal(title="Engine", contact=contact.name, customer=customer.name, deal_owner=rep)
	make_note(deal, subject="Call her", scheduled_on="2099-01-01 10:00:00", assigned_to=rep, status="Open")
	stored = make_mail(mailbox)
	frappe.set_user(rep)
	card = get_person(stored.mail)
	assert card["contact"]["full_name"] == "Ada King"
	assert card["customer"]["customer_name"] == "Engines Ltd"
	assert [each["title"] for each in card["deals"]] == ["Engine"]
	assert [each["subject"] for each in card["next_steps"]] == ["Call her"]


def test_a_contact_that_is_hidden_is_not_told(rep, mailbox, make_user):
	make_contact(first_name="Ada", last_name="King", email=THEM, contact_owner=make_user("CRM Sales Rep"))
	stored = make_mail(mailbox)
	frappe.set_user(rep)
	card = get_person(stored.mail)
	assert (card["contact"], card["deals"], card["full_name"]) == (None, [], "Ada Lovelace")


def test_who_would_read_a_mail_is_said_before_it_is_shared_and_true_afterwards(rep, mailbox, make_user):
	colleague = make_user("CRM Sales Rep", first_name="Mary", last_name="Member")
	stranger = make_user("CRM Sales Rep")
	make_contact(email=THEM, contact_owner=colleague)
	stored = make_mail(mailbox)
	frappe.set_user(rep)
	assert reading(stored) == {rep}
	would = reading(stored, "Everything")
	assert colleague in would
	assert stranger not in would
	assert who_can_read(stored.entry)["sharing"] == "Nothing"
	share(stored.entry, "Everything")
	assert reading(stored) == would
	frappe.set_user(colleague)
	assert get_body(stored.mail)["text"] == "How much is it?"
	frappe.set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		get_body(stored.mail)


def reading(stored, level: str | None = None) -> set[str]:
	"""Return who reads all of a mail, or would if it were shared so far."""
	told = who_can_read(stored.entry, level)["readers"]
	return {each["user"] for each in told if each["reads"] == "Everything"}


def test_a_whole_conversation_is_shared_in_its_folder(rep, mailbox):
	first = make_mail(mailbox, days_ago=3)
	second = make_mail(mailbox, answers=first)
	frappe.set_user(rep)
	share(second.entry, "Subject", is_whole=True)
	assert {frappe.db.get_value("CRM Mailbox Entry", each.entry, "sharing") for each in (first, second)} == {
		"Subject"
	}


def test_who_was_given_a_mail_does_not_share_it(rep, mailbox, make_user):
	stored, other = make_mail(mailbox), make_user("CRM Sales Rep")
	frappe.set_user(rep)
	assign([stored.entry], other)
	frappe.set_user(other)
	assert get_thread(thread_of(stored))["mails"]
	with pytest.raises(frappe.PermissionError):
		share(stored.entry, "Everything")


def test_a_conversation_says_of_what_is_only_shared_that_it_cannot_be_changed(rep, mailbox, make_user):
	stored, reader, answerer = make_mail(mailbox), make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	add_share("CRM Mailbox Entry", stored.entry, reader, read=1)
	frappe.set_user(rep)
	assign([stored.entry], answerer)
	for user, can_write in ((rep, True), (answerer, True), (reader, False)):
		frappe.set_user(user)
		assert entries_in(thread_of(stored)) == [(stored.entry, can_write)]
	with pytest.raises(frappe.PermissionError):
		file([stored.entry], "Archive")


def entries_in(thread: str) -> list[tuple[str, bool]]:
	"""Return the entries of a conversation that the user reads, and whether the page offers to change them."""
	entries = [entry for mail in get_thread(thread)["mails"] for entry in mail["entries"]]
	return [(entry["name"], entry["can_write"]) for entry in entries]
