"""Mails of mailboxes stand in the timelines of what they are about, once each, and as far as they are shared."""

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_deal, make_mail, make_mailbox
from tests.site.screens.timeline.test_related import make_mail as make_communication
from tests.site.screens.timeline.test_related import told

OUR, GRACE = "ada@ours.example", "grace@navy.example"
MAILS = {"mail", "crm_mail", "mail_exchanged"}


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def records(make_user):
	owner = make_user("CRM Sales Rep")
	customer = make_customer(customer_name="Navy", salesperson=owner)
	contact = make_contact(email=GRACE, customer=customer.name, contact_owner=owner)
	deal = make_deal(contact=contact.name, deal_owner=owner)
	return frappe._dict(owner=owner, customer=customer, contact=contact, deal=deal)


def mails_told(user: str, doc) -> list[dict]:
	frappe.set_user(user)
	try:
		return [entry for entry in told(doc) if entry["source"] in MAILS]
	finally:
		frappe.set_user("Administrator")


def everywhere(user: str, records) -> list[list[dict]]:
	return [mails_told(user, doc) for doc in (records.contact, records.customer, records.deal)]


def test_a_shared_mail_stands_once_with_contact_customer_and_deal(rep, records):
	stored = make_mail(
		make_mailbox(rep, sharing="Everything", email_id=OUR), sender=GRACE, to=[OUR], subject="Ten cranes"
	)
	for entries in everywhere(records.owner, records):
		(entry,) = entries
		assert (entry["source"], entry["name"], entry["subject"]) == ("crm_mail", stored.mail, "Ten cranes")
		assert entry["text"] == "When do they come?"


@pytest.mark.parametrize(
	("sharing", "subject"), [("Subject", "Ten cranes"), ("That a mail was exchanged", None)]
)
def test_of_a_mail_that_is_shared_in_part_that_part_is_told(sharing, subject, rep, records, make_user):
	make_mail(make_mailbox(rep, sharing=sharing, email_id=OUR), sender=GRACE, to=[OUR], subject="Ten cranes")
	for user in (records.owner, make_user("CRM Manager")):
		for entries in everywhere(user, records):
			(entry,) = entries
			assert (entry["source"], entry["subject"]) == ("mail_exchanged", subject)
			words = frappe.as_json(entry)
			assert "When do they come" not in words
			assert GRACE not in words
			assert ("Ten cranes" in words) == bool(subject)


def test_of_a_private_mail_nothing_is_told_and_its_own_people_read_all(records, make_user):
	box = make_mailbox(records.owner, email_id=OUR)
	make_mail(box, sender=GRACE, to=[OUR], subject="Ten cranes")
	for user in (make_user("CRM Manager"), make_user("CRM Admin"), make_user("CRM Viewer")):
		assert everywhere(user, records) == [[], [], []]
	assert [len(entries) for entries in everywhere(records.owner, records)] == [1, 1, 1]


@pytest.mark.parametrize("folder", ["Spam", "Drafts"])
def test_spam_and_drafts_of_others_are_told_to_nobody(folder, rep, records):
	stored = make_mail(make_mailbox(rep, sharing="Subject", email_id=OUR), sender=GRACE, to=[OUR])
	frappe.db.set_value("CRM Mailbox Entry", stored.entry, "folder", folder)
	assert everywhere(records.owner, records) == [[], [], []]


@pytest.mark.parametrize(
	("sharing", "source"),
	[
		("Everything", "crm_mail"),
		("Subject", "mail"),
		("That a mail was exchanged", "mail"),
		("Nothing", "mail"),
	],
)
def test_a_mail_that_frappe_has_too_stands_once(sharing, source, rep, records):
	make_mail(
		make_mailbox(rep, sharing=sharing, email_id=OUR), sender=GRACE, to=[OUR], message_id="1@navy.example"
	)
	make_communication(
		records.contact, "Ten cranes", records.customer, records.deal, message_id="1@navy.example"
	)
	make_communication(records.contact, "Another one", records.customer, records.deal)
	for entries in everywhere(records.owner, records):
		assert sorted(entry["source"] for entry in entries) == sorted([source, "mail"])


def test_the_mails_of_one_deal_are_not_told_by_another(rep, records):
	box = make_mailbox(rep, sharing="Everything", email_id=OUR)
	make_mail(box, sender=GRACE, to=[OUR])
	later = make_deal(contact=records.contact.name, deal_owner=records.owner)
	assert mails_told(records.owner, later) == []
	assert len(mails_told(records.owner, records.contact)) == 1
