"""Mails are linked to whom they name, to their customers and open deals; people choose otherwise, and the thread follows."""

import frappe
import pytest

from frappe_crm_app.records.identity.merging import merge
from frappe_crm_app.records.identity.unmerging import undo
from frappe_crm_app.records.mail.linking import link_addresses
from frappe_crm_app.records.mail.relinking import choose_customer, relink
from tests.factories import make_contact, make_customer, make_deal, make_mail, make_mailbox, move

CONTACT, CUSTOMER, DEAL = "CRM Contact", "CRM Customer", "CRM Sales Deal"
OUR, GRACE, LIN = "ada@ours.example", "grace@navy.example", "lin@army.example"


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def box(rep):
	return make_mailbox(rep, email_id=OUR)


@pytest.fixture
def grace(rep):
	customer = make_customer(customer_name="Navy", salesperson=rep)
	return make_contact(email=GRACE, customer=customer.name, contact_owner=rep)


def links(stored, doctype: str | None = None) -> list[str]:
	rows = frappe.get_doc("CRM Mail", stored.mail).links
	return [row.link_name for row in rows if doctype in (None, row.link_doctype)]


def customer_of(stored) -> str | None:
	return frappe.db.get_value("CRM Mail", stored.mail, "customer")


def test_a_mail_is_about_its_people_their_customers_and_open_deals(box, grace):
	open_deal = make_deal(contact=grace.name)
	lost = make_deal(contact=grace.name)
	move(lost, "Won")
	partner = make_contact(email=LIN)
	as_partner = make_deal(contact=partner.name, people=[{"contact": partner.name}, {"contact": grace.name}])
	stored = make_mail(box, sender=GRACE, to=[OUR])
	assert links(stored, CONTACT) == [grace.name]
	assert links(stored, CUSTOMER) == [grace.customer]
	assert sorted(links(stored, DEAL)) == sorted([open_deal.name, as_partner.name])
	assert customer_of(stored) == grace.customer
	sender = frappe.get_doc("CRM Mail", stored.mail).participants[0]
	assert sender.contact == grace.name


def test_further_addresses_are_known_too(box):
	contact = make_contact(email=LIN, emails=[{"email": LIN}, {"email": GRACE}])
	assert links(make_mail(box, sender=GRACE, to=[OUR])) == [contact.name]


def test_the_customer_of_the_sender_is_responsible(box, grace):
	other = make_customer(customer_name="Army")
	make_contact(email=LIN, customer=other.name)
	assert customer_of(make_mail(box, sender=LIN, to=[OUR, GRACE])) == other.name
	assert customer_of(make_mail(box, sender=GRACE, to=[OUR, LIN])) == grace.customer


def test_we_ourselves_and_ignored_domains_are_nobodys_contact(box):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"mail_own_domains": "ours.example", "mail_ignored_domains": "@news.example\nno domain"})
	settings.save()
	make_contact(email="boss@sub.ours.example")
	make_contact(email="letter@news.example")
	make_contact(email=OUR)
	assert links(make_mail(box, sender="boss@sub.ours.example", to=[OUR], cc=["letter@news.example"])) == []


def test_a_mail_to_a_crowd_is_about_its_sender(box, grace):
	make_contact(email="p7@crowd.example")
	crowd = [f"p{number}@crowd.example" for number in range(60)]
	assert links(make_mail(box, sender=GRACE, to=crowd), CONTACT) == [grace.name]


def test_nobody_becomes_a_contact_by_writing(box):
	before = frappe.db.count(CONTACT)
	assert links(make_mail(box, sender="stranger@far.example", to=[OUR])) == []
	assert frappe.db.count(CONTACT) == before


def test_who_becomes_a_contact_later_has_the_mails_that_were_here_before(box):
	stored = make_mail(box, sender=GRACE, to=[OUR])
	contact = make_contact(email=GRACE, customer=make_customer().name)
	assert link_addresses([GRACE]) == 1
	assert links(stored) == [contact.name, contact.customer]
	assert customer_of(stored) == contact.customer
	assert link_addresses([GRACE]) == 0


def test_a_contact_is_given_the_mails_of_an_address_by_a_job_without_a_statement_in_the_save(
	box, monkeypatch, count_queries
):
	from frappe_crm_app.records.mail import newcomers

	asked = []
	monkeypatch.setattr(newcomers, "enqueue_linking", asked.append)
	contact = frappe.new_doc(CONTACT, email=GRACE)
	assert count_queries(lambda: newcomers.follow_contact(contact)) == 0
	make_mail(box, sender=GRACE, to=[OUR])
	assert count_queries(lambda: newcomers.follow([GRACE])) == 0
	assert asked == [[GRACE]]


def test_people_relink_and_the_thread_follows_now_and_later(box, grace, rep, acting_as):
	first_deal, deal = (
		make_deal(contact=grace.name, deal_owner=rep),
		make_deal(deal_owner=rep, contact=grace.name),
	)
	first = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	second = make_mail(box, "Sent", sender=OUR, to=[GRACE], in_reply_to="1@x")
	assert len(links(second, DEAL)) == 2
	with acting_as(rep):
		assert relink(second.mail, DEAL, [deal.name]) == 2
	later = make_mail(box, sender=GRACE, to=[OUR], in_reply_to="1@x")
	for each in (first, second, later):
		assert links(each, DEAL) == [deal.name]
		assert links(each, CONTACT) == [grace.name]
	with acting_as(rep):
		relink(later.mail, DEAL, [])
	last = make_mail(box, sender=GRACE, to=[OUR], in_reply_to="1@x")
	assert links(last, DEAL) == []
	assert first_deal.name


def test_the_thread_follows_in_ones_own_mailboxes_alone(box, grace, rep, make_user, acting_as):
	others = make_mailbox(make_user("CRM Sales Rep"))
	deal = make_deal(deal_owner=rep)
	mine = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	theirs = make_mail(others, sender=GRACE, to=["else@ours.example"], in_reply_to="1@x")
	with acting_as(rep):
		assert relink(mine.mail, DEAL, [deal.name]) == 1
	assert links(mine, DEAL) == [deal.name]
	assert links(theirs, DEAL) == []


def test_another_customer_is_chosen_for_the_thread(box, grace, rep, acting_as):
	other = make_customer(salesperson=rep)
	first = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	with acting_as(rep):
		choose_customer(first.mail, other.name)
	later = make_mail(box, sender=GRACE, to=[OUR], in_reply_to="1@x")
	for each in (first, later):
		assert customer_of(each) == other.name
		assert set(links(each, CUSTOMER)) == {other.name, grace.customer}
	with acting_as(rep):
		relink(first.mail, CUSTOMER, [grace.customer])
	assert customer_of(first) == grace.customer


def test_nobody_relinks_mails_of_others_or_to_what_they_do_not_see(box, grace, rep, make_user, acting_as):
	stored = make_mail(box, sender=GRACE, to=[OUR])
	hidden = make_deal()
	for user, names in ((make_user("CRM Manager"), []), (make_user("CRM Admin"), []), (rep, [hidden.name])):
		with acting_as(user), pytest.raises(frappe.PermissionError):
			relink(stored.mail, DEAL, names)
	with acting_as(rep), pytest.raises(frappe.ValidationError):
		relink(stored.mail, "User", ["Administrator"])


def test_mails_follow_a_merge_and_its_undoing(box, grace):
	double = make_contact(email=LIN, customer=grace.customer)
	of_double = make_mail(box, sender=LIN, to=[OUR])
	of_both = make_mail(box, sender=LIN, to=[OUR, GRACE])
	record = merge(CONTACT, grace.name, double.name, {})
	assert links(of_double, CONTACT) == [grace.name]
	assert links(of_both, CONTACT) == [grace.name]
	people = frappe.get_doc("CRM Mail", of_double.mail).participants
	assert people[0].contact == grace.name
	assert links(make_mail(box, sender=LIN, to=[OUR]), CONTACT) == [grace.name]
	undo(record.name)
	assert links(of_double, CONTACT) == [double.name]
	assert sorted(links(of_both, CONTACT)) == sorted([grace.name, double.name])
	assert frappe.get_doc("CRM Mail", of_double.mail).participants[0].contact == double.name


def test_mails_follow_a_merge_of_customers(box, grace):
	kept = make_customer()
	stored = make_mail(box, sender=GRACE, to=[OUR])
	record = merge(CUSTOMER, kept.name, grace.customer, {})
	assert (links(stored, CUSTOMER), customer_of(stored)) == ([kept.name], kept.name)
	undo(record.name)
	assert (links(stored, CUSTOMER), customer_of(stored)) == ([grace.customer], grace.customer)


def test_the_mail_of_a_deleted_contact_stays_and_names_nobody(box, grace):
	stored = make_mail(box, sender=GRACE, to=[OUR])
	frappe.delete_doc(CONTACT, grace.name)
	assert links(stored) == [grace.customer]
	frappe.delete_doc(CUSTOMER, grace.customer)
	assert links(stored) == []
	assert customer_of(stored) is None
	assert frappe.get_doc("CRM Mail", stored.mail).participants[0].contact is None
