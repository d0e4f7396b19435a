"""A stranger's mail becomes a contact, a deal, a follow-up, by whoever may make one; by a rule, too."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import StrangerError
from frappe_crm_app.records.mail.strangers import make_contact as make_contact_of
from frappe_crm_app.records.mail.strangers import make_deal, make_follow_up
from tests.factories import make_contact, make_mail, make_mailbox

OUR, JOAN = "ada@ours.example", "joan.van.dyk@far.example"


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def box(rep):
	return make_mailbox(rep, email_id=OUR)


def links(stored) -> dict[str, str]:
	return {row.link_doctype: row.link_name for row in frappe.get_doc("CRM Mail", stored.mail).links}


def test_a_contact_of_the_sender_has_their_mails(box, rep, acting_as):
	earlier, stored = (make_mail(box, sender=JOAN, to=[OUR]) for _time in range(2))
	with acting_as(rep):
		contact = make_contact_of(stored.mail)
		assert make_contact_of(stored.mail).name == contact.name
	assert (contact.email, contact.contact_owner) == (JOAN, rep)
	assert links(earlier) == links(stored) == {"CRM Contact": contact.name}


def test_of_what_we_sent_the_recipient_is_meant_and_others_can_be_chosen(box, rep, acting_as):
	stored = make_mail(box, "Sent", sender=OUR, to=[JOAN], cc=["lin@army.example"])
	with acting_as(rep):
		assert make_contact_of(stored.mail).email == JOAN
		assert make_contact_of(stored.mail, "lin@army.example").email == "lin@army.example"
		with pytest.raises(StrangerError):
			make_contact_of(stored.mail, "nobody@army.example")


def test_a_deal_is_called_as_the_mail_and_has_it(box, rep, acting_as):
	stored = make_mail(box, sender=JOAN, to=[OUR], subject="Ten cranes")
	with acting_as(rep):
		deal = make_deal(stored.mail)
	assert (deal.title, deal.deal_owner) == ("Ten cranes", rep)
	assert links(stored)["CRM Sales Deal"] == deal.name


def test_a_follow_up_is_about_the_sender(box, rep, acting_as):
	stored = make_mail(box, sender=JOAN, to=[OUR], subject="Ten cranes")
	with acting_as(rep):
		note = make_follow_up(stored.mail)
	assert (note.subject, note.status, note.assigned_to) == ("Ten cranes", "Open", rep)
	assert note.contact == links(stored)["CRM Contact"]


def test_we_ourselves_ignored_domains_and_machines_become_nobody(box, rep, acting_as):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"mail_ignored_domains": "news.example"})
	settings.save()
	for values in ({"sender": OUR}, {"sender": "a@news.example"}, {"sender": JOAN, "is_automatic": True}):
		stored = make_mail(box, **values)
		with acting_as(rep), pytest.raises(StrangerError):
			make_contact_of(stored.mail)


def test_nobody_learns_of_mails_or_contacts_of_others(box, make_user, rep, acting_as):
	make_contact(email=JOAN)
	stored = make_mail(box, sender=JOAN, to=[OUR])
	with acting_as(make_user("CRM Manager")), pytest.raises(frappe.PermissionError):
		make_contact_of(stored.mail)
	with acting_as(rep), pytest.raises(frappe.PermissionError):
		make_contact_of(stored.mail)
