"""One timeline: what is about a deal stands with its contact and its customer, and the other way round."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime

from frappe_crm_app.screens.timeline.api import get_timeline
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note, move
from tests.site.screens.timeline.pages import all_pages

EVENTS = {"note", "mail", "comment", "stage", "file"}


def make_mail(about, subject: str, *links, **values):
	mail = {"communication_type": "Communication", "communication_medium": "Email", "subject": subject}
	reference = {"reference_doctype": about.doctype, "reference_name": about.name, "content": "Dear Ada"}
	rows = [{"link_doctype": link.doctype, "link_name": link.name} for link in links]
	return insert(
		"Communication", {**mail, **reference, "timeline_links": rows, "sender": "g@example.com", **values}
	)


def make_file(about, file_name: str):
	attached = {"attached_to_doctype": about.doctype, "attached_to_name": about.name}
	return insert("File", {"file_name": file_name, "content": file_name, "is_private": 1, **attached})


def befall(record, word: str) -> None:
	"""Let one thing of each kind happen to a record, each with the word in it."""
	make_note(record, subject=f"Note {word}")
	make_mail(record, f"Mail {word}")
	make_file(record, f"{word}.txt")
	record.add_comment("Comment", f"Comment {word}")


def told(doc, **options) -> list[dict]:
	page = get_timeline(doc.doctype, doc.name, page_length=100, **options)
	return page["planned"] + page["entries"]


def words(doc) -> str:
	return frappe.as_json(told(doc))


@pytest.fixture
def harbor(make_user):
	"""A rep's customer with a contact and a deal of its own, to each of which something happened, and another rep's deal with them."""
	rep, colleague = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	customer = make_customer(customer_name="Blue Harbor", salesperson=rep)
	contact = make_contact(first_name="Ada", last_name="King", customer=customer.name, contact_owner=rep)
	deal = make_deal(title="Cranes", contact=contact.name, deal_owner=rep)
	secret = make_deal(title="Secret rails", contact=contact.name, deal_owner=colleague)
	befall(customer, "house")
	befall(contact, "person")
	befall(deal, "cranes")
	befall(secret, "rails")
	move(deal, "Qualified")
	move(secret, "Qualified")
	return frappe._dict(
		rep=rep, colleague=colleague, customer=customer, contact=contact, deal=deal, secret=secret
	)


@pytest.mark.parametrize("kind", ["contact", "customer"])
def test_what_is_about_a_deal_stands_with_its_contact_and_customer_and_names_it(harbor, kind):
	frappe.set_user(harbor.rep)
	of_deal = [each for each in told(harbor[kind]) if (each["about"] or {}).get("name") == harbor.deal.name]
	assert {entry["source"] for entry in of_deal} == EVENTS
	assert {entry["about"]["title"] for entry in of_deal} == {"Cranes"}
	assert {entry["about"]["doctype"] for entry in of_deal} == {"CRM Sales Deal"}


def test_a_customers_timeline_has_what_is_about_its_contacts(harbor):
	frappe.set_user(harbor.rep)
	of_contact = [
		each for each in told(harbor.customer) if (each["about"] or {}).get("name") == harbor.contact.name
	]
	assert {entry["source"] for entry in of_contact} == EVENTS - {"stage"}
	assert {entry["about"]["title"] for entry in of_contact} == {"Ada King"}


def test_a_deals_timeline_has_what_is_about_its_contact_and_its_customer_themselves(harbor):
	entries = told(harbor.deal)
	abouts = {(entry["about"] or {}).get("title") for entry in entries}
	assert abouts == {None, "Ada King", "Blue Harbor"}
	for word in ("house", "person", "cranes"):
		for event in (f"Note {word}", f"Mail {word}", f"Comment {word}", f"{word}.txt"):
			assert event in words(harbor.deal)


@pytest.fixture
def advisor(harbor):
	"""Another person of the harbor's two deals, to whom something happened, too; the rep's own."""
	person = make_contact(first_name="Mary", last_name="Somerville", contact_owner=harbor.rep)
	befall(person, "advice")
	for deal in (harbor.deal, harbor.secret):
		deal.reload()
		deal.append("people", {"contact": person.name, "deal_role": "Influencer"})
		deal.save()
	return person


def test_what_is_about_a_deal_stands_with_all_of_its_people(harbor, advisor):
	make_note(harbor.deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 1))
	frappe.set_user(harbor.rep)
	of_deal = [each for each in told(advisor) if (each["about"] or {}).get("name") == harbor.deal.name]
	assert {entry["source"] for entry in of_deal} == EVENTS
	assert "Ask again" in [entry.get("subject") for entry in of_deal]
	keys = [(entry["source"], entry["name"]) for entry in told(advisor)]
	assert len(keys) == len(set(keys))


def test_a_deals_timeline_has_what_is_about_its_further_people_themselves(harbor, advisor):
	make_mail(advisor, "About another deal", harbor.secret)
	frappe.set_user(harbor.rep)
	for event in ("Note advice", "Mail advice", "Comment advice", "advice.txt", "Note person"):
		assert event in words(harbor.deal)
	assert "About another deal" not in words(harbor.deal)


def test_people_of_a_deal_are_told_nothing_of_a_hidden_one_and_a_deal_nothing_of_hidden_people(
	harbor, advisor
):
	frappe.db.set_value("CRM Contact", advisor.name, "contact_owner", harbor.colleague)
	frappe.set_user(harbor.rep)
	assert "advice" not in words(harbor.deal)
	frappe.set_user("Administrator")
	frappe.db.set_value("CRM Contact", advisor.name, "contact_owner", harbor.rep)
	assert "rails" in words(advisor)
	frappe.set_user(harbor.rep)
	text = words(advisor)
	assert "cranes" in text
	assert "rails" not in text.lower()
	assert harbor.secret.name not in text


def test_user_permissions_keep_the_deals_of_further_people_out(harbor, advisor, make_user):
	manager = make_user("CRM Manager")
	insert("User Permission", {"user": manager, "allow": "CRM Sales Deal", "for_value": harbor.deal.name})
	frappe.set_user(manager)
	text = words(advisor)
	assert "Mail cranes" in text
	assert "Mail rails" not in text


def test_no_deal_tells_of_another_deal_even_to_who_sees_both(harbor):
	make_mail(harbor.contact, "About both", harbor.secret)
	make_mail(harbor.secret, "Names the person", harbor.contact)
	assert "rails" not in words(harbor.deal)
	assert "About both" not in words(harbor.deal)
	assert "Names the person" not in words(harbor.deal)


@pytest.mark.parametrize("kind", ["contact", "customer", "deal"])
def test_a_hidden_deal_is_never_named_nor_told_of(harbor, kind):
	make_mail(harbor.secret, "Rails for Ada", harbor.contact, harbor.customer)
	frappe.set_user(harbor.rep)
	text = words(harbor[kind])
	assert "rails" not in text.lower()
	assert harbor.secret.name not in text


def test_a_mail_about_a_contact_does_not_name_the_hidden_deal_that_it_names(harbor):
	make_mail(harbor.contact, "To the person", harbor.secret)
	frappe.set_user(harbor.rep)
	(mail,) = [each for each in told(harbor.contact) if each.get("subject") == "To the person"]
	assert mail["about"] is None
	frappe.set_user("Administrator")
	(mail,) = [each for each in told(harbor.contact) if each.get("subject") == "To the person"]
	assert mail["about"]["title"] == "Secret rails"


def test_the_contact_of_a_deal_that_the_reader_may_not_see_stays_hidden(make_user):
	rep = make_user("CRM Sales Rep")
	contact = make_contact(first_name="Grace", last_name="Hidden")
	deal = make_deal(contact=contact.name)
	befall(contact, "person")
	note = make_note(contact, subject="Written by the rep")
	viewer_of_deal = frappe.share.add(deal.doctype, deal.name, rep, notify=0)
	assert viewer_of_deal
	frappe.db.set_value(note.doctype, note.name, "owner", rep)
	frappe.set_user(rep)
	text = words(deal)
	assert "person" not in text
	assert contact.name not in text


def test_ones_own_note_on_a_hidden_deal_is_told_without_the_deals_name(harbor):
	note = make_note(harbor.secret, subject="My own remark")
	frappe.db.set_value(note.doctype, note.name, "owner", harbor.rep)
	frappe.set_user(harbor.rep)
	(entry,) = [each for each in told(harbor.customer) if each["name"] == note.name]
	assert entry["about"] is None
	assert harbor.secret.name not in frappe.as_json(entry)


def test_private_notes_stay_private_on_every_record(harbor):
	make_note(harbor.deal, subject="Between us", is_private=1)
	frappe.set_user(harbor.rep)
	for kind in ("contact", "customer", "deal"):
		assert "Between us" not in words(harbor[kind])


def test_user_permissions_keep_related_records_out(harbor, make_user):
	manager = make_user("CRM Manager")
	allowed = make_deal(title="Allowed", contact=harbor.contact.name)
	befall(allowed, "allowed")
	insert("User Permission", {"user": manager, "allow": "CRM Sales Deal", "for_value": allowed.name})
	frappe.set_user(manager)
	text = words(harbor.contact)
	assert "Mail allowed" in text
	assert "Mail rails" not in text
	assert "Secret rails" not in text


def test_nothing_is_told_twice(harbor):
	make_mail(harbor.deal, "To all of them", harbor.contact, harbor.customer, harbor.deal)
	for kind in ("contact", "customer", "deal"):
		keys = [(entry["source"], entry["name"]) for entry in told(harbor[kind])]
		assert len(keys) == len(set(keys))
		(mail,) = [each for each in told(harbor[kind]) if each.get("subject") == "To all of them"]
		assert (mail["about"] or {}).get("title") == (None if kind == "deal" else "Cranes")


def test_a_mail_that_only_names_a_deal_stands_with_its_contact_as_the_deals(harbor):
	other = make_contact()
	make_mail(other, "Forwarded", harbor.deal)
	(mail,) = [each for each in told(harbor.customer) if each.get("subject") == "Forwarded"]
	assert mail["about"]["title"] == "Cranes"


def test_a_note_on_a_location_names_it_on_its_customer(harbor):
	place = make_location(location_name="Pier 7", customer=harbor.customer.name)
	make_note(place, subject="Closed on Mondays")
	(note,) = [each for each in told(harbor.customer) if each.get("subject") == "Closed on Mondays"]
	assert note["about"] == {"doctype": "CRM Location", "name": place.name, "title": "Pier 7"}


@pytest.mark.split
@pytest.mark.parametrize("length", [1, 2, 7])
@pytest.mark.parametrize("kind", ["contact", "customer", "deal", "advisor"])
def test_going_on_meets_every_entry_once_whatever_is_of_one_moment(harbor, advisor, kind, length):
	harbor.advisor = advisor
	for number in range(4):
		make_mail(harbor.deal, f"Round {number}", harbor.contact, harbor.customer)
		make_note((harbor.deal, harbor.contact)[number % 2], subject=f"Step {number}")
	moment = "2026-01-01 10:00:00"
	for doctype in ("Communication", "Comment", "File", "CRM Stage Change"):
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.creation, moment).where(table.creation >= add_days(moment, 1)).run()
	note = frappe.qb.DocType("CRM Follow-up Note")
	frappe.qb.update(note).set(note.completed_on, moment).where(note.completed_on.isnotnull()).run()
	frappe.set_user(harbor.rep)
	whole = get_timeline(harbor[kind].doctype, harbor[kind].name, page_length=100)["entries"]
	assert len(whole) > 12
	assert all_pages(harbor[kind], length) == [(entry["source"], entry["name"]) for entry in whole]


def test_what_is_planned_stands_on_top_by_its_date_and_nowhere_else(harbor):
	now = now_datetime()
	late = make_note(harbor.deal, subject="Late", scheduled_on=add_days(now, -3))
	soon = make_note(harbor.customer, subject="Soon", scheduled_on=add_days(now, 1))
	later = make_note(harbor.deal, subject="Later", scheduled_on=add_days(now, 9))
	task = make_note(harbor.deal, subject="Some day", action="Task")
	page = get_timeline(harbor.deal.doctype, harbor.deal.name, page_length=100)
	assert [entry["name"] for entry in page["planned"]] == [late.name, soon.name, later.name, task.name]
	assert not {entry["name"] for entry in page["entries"]} & {late.name, soon.name, later.name, task.name}
	first = get_timeline(harbor.deal.doctype, harbor.deal.name, page_length=1)
	following = get_timeline(
		harbor.deal.doctype, harbor.deal.name, page_length=1, cursor=first["next_cursor"]
	)
	assert (len(first["planned"]), following["planned"]) == (4, [])
	assert get_timeline(harbor.deal.doctype, harbor.deal.name, sources='["mail"]')["planned"] == []


def test_what_is_planned_says_who_is_to_do_it(harbor):
	frappe.db.set_value("User", harbor.rep, "full_name", "Ana Reyes")
	make_note(
		harbor.deal, subject="Send papers", scheduled_on=add_days(now_datetime(), 1), assigned_to=harbor.rep
	)
	(plan,) = get_timeline(harbor.contact.doctype, harbor.contact.name)["planned"]
	assert (plan["assigned_to"], plan["assigned_name"]) == (harbor.rep, "Ana Reyes")
	assert plan["by"] == frappe.session.user != harbor.rep


def test_of_very_much_that_is_planned_the_first_is_told(harbor):
	for number in range(21):
		make_note(harbor.deal, subject=f"Step {number}", scheduled_on=add_days(now_datetime(), number + 1))
	page = get_timeline(harbor.deal.doctype, harbor.deal.name)
	assert (len(page["planned"]), page["has_more_planned"]) == (20, True)
	assert page["planned"][0]["subject"] == "Step 0"


def test_what_was_done_stands_at_the_moment_at_which_it_was_done(harbor):
	yesterday = add_to_date(now_datetime(), days=-1, as_datetime=True)
	note = make_note(
		harbor.contact,
		subject="Called yesterday",
		status="Done",
		call_outcome="Left Message",
		scheduled_on=add_to_date(yesterday, minutes=-15, as_datetime=True),
		ends_on=yesterday,
		completed_on=yesterday,
	)
	entries = told(harbor.deal)
	assert entries[-1]["name"] == note.name
	assert entries[-1]["happened_on"] == yesterday
	assert entries[-1]["call_outcome"] == "Left Message"


@pytest.mark.parametrize("kind", ["contact", "customer", "deal"])
def test_a_page_takes_no_more_statements_for_more_related_records(harbor, advisor, kind, count_queries):
	make_note(harbor.deal, scheduled_on=add_days(now_datetime(), 1))

	def ask() -> None:
		get_timeline(harbor[kind].doctype, harbor[kind].name)

	ask()
	assert count_queries(ask) <= 4
	for number in range(5):
		contact = make_contact(customer=harbor.customer.name)
		befall(contact, f"person {number}")
		deal = make_deal(contact=contact.name, people=[{"contact": harbor.contact.name}])
		befall(deal, f"deal {number}")
	assert count_queries(ask) <= 4
