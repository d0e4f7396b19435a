"""Who is given something, or mentioned, hears of it; who does it themselves does not; of many at once they hear once."""

import json
from email import message_from_string, policy

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.told import giving, many
from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.api import hand_over, reassign
from frappe_crm_app.intake.bulk_edit.changes import Change
from frappe_crm_app.intake.bulk_edit.running import run
from frappe_crm_app.intake.bulk_edit.start import queue
from frappe_crm_app.kit.telling import telling_afterwards
from tests import factories
from tests.factories import make_contact, make_customer, make_deal, make_event, make_note, move

OWNED = {make_contact: "contact_owner", make_customer: "salesperson", make_deal: "deal_owner"}


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Ada")


@pytest.fixture
def manager(make_user):
	"""A manager, as whom what follows is done."""
	user = make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


@pytest.fixture(autouse=True)
def as_one_request(monkeypatch):
	"""Each test is a request of its own, of which people are told."""
	monkeypatch.setattr(factories, "IS_TOLD", True)
	frappe.flags.pop(giving.TOLD, None)
	yield
	frappe.set_user("Administrator")
	frappe.flags.pop(giving.TOLD, None)


def told(user: str) -> list[str]:
	"""Return what the user was told, as text."""
	logs = frappe.get_all("Notification Log", {"for_user": user}, ["subject"], order_by="creation asc")
	return [frappe.utils.strip_html(log.subject) for log in logs]


def mails_to(user: str) -> list[str]:
	queued = frappe.get_all("Email Queue Recipient", {"recipient": user}, pluck="parent")
	messages = [frappe.db.get_value("Email Queue", name, "message") for name in queued]
	return [message_from_string(message, policy=policy.default)["Subject"] for message in messages]


@pytest.mark.parametrize("make", OWNED)
def test_who_is_given_a_record_is_told_by_whom(make, rep, manager):
	doc = make()
	assert told(rep) == []
	doc.set(OWNED[make], rep)
	doc.save()
	(sentence,) = told(rep)
	assert sentence.startswith("Grace Hopper gave you the ")
	assert doc.get(doc.meta.title_field) in sentence
	doc.save()
	assert len(told(rep)) == 1


def test_a_new_lead_of_somebody_elses_making_is_told(rep, manager):
	make_contact(contact_owner=rep, status="Lead", company_name="Brand New Boats")
	(sentence,) = told(rep)
	assert sentence.startswith("New lead: Ada Lovelace")


def test_what_one_does_oneself_is_not_told(rep):
	frappe.set_user(rep)
	for make, fieldname in OWNED.items():
		make(**{fieldname: rep})
	make_note(make_contact(contact_owner=rep), status="Open", assigned_to=rep)
	assert told(rep) == []


def test_a_follow_up_that_is_somebody_elses_to_do_is_told(rep, manager):
	contact = make_contact()
	make_note(
		contact,
		subject="Ring <b>twice</b>",
		assigned_to=rep,
		scheduled_on=add_to_date(now_datetime(), days=1),
	)
	make_note(contact, subject="A call that was made", assigned_to=rep, status="Done")
	assert told(rep) == ["Grace Hopper gave you the follow-up Ring &lt;b&gt;twice&lt;/b&gt;"]


def test_a_mention_in_a_follow_up_is_told_once_to_who_may_see_it(rep, manager, make_user):
	stranger = make_user("CRM Sales Rep")
	mention = '<span class="mention" data-id="{0}" data-value="x">@x</span>'
	text = " ".join(mention.format(user) for user in (rep, stranger, manager))
	note = make_note(make_contact(contact_owner=rep), subject="Boats", content=text, status="Done")
	before = told(rep)
	assert before[-1] == "Grace Hopper mentioned you in Boats"
	note.save()
	assert told(rep) == before
	assert told(stranger) == told(manager) == []


def test_whom_a_form_of_ours_sends_as_mentioned_is_told_once(rep, manager, make_user):
	stranger = make_user("CRM Sales Rep")
	contact = make_contact(contact_owner=rep)
	before = told(rep)
	chosen = [rep, stranger, manager, "nobody@example.com", 5]
	note = make_note(contact, content="@Ada, look", subject="Boats", status="Done", mentioned=chosen)
	assert told(rep) == [*before, "Grace Hopper mentioned you in Boats"]
	assert told(stranger) == told(manager) == []
	stored = frappe.get_doc(note.doctype, note.name)
	stored.content = "@Ada, look again"
	stored.save()
	assert len(told(rep)) == len(before) + 1
	assert "mentioned" not in stored.as_dict()


def test_mails_are_as_the_person_chose(rep, manager, outgoing_mail):
	make_contact(contact_owner=rep)
	assert len(mails_to(rep)) == 1
	frappe.flags.pop(giving.TOLD)
	frappe.get_doc("Notification Settings", rep).db_set("enable_email_assignment", 0)
	make_contact(contact_owner=rep)
	assert (len(mails_to(rep)), len(told(rep))) == (1, 2)
	frappe.flags.pop(giving.TOLD)
	frappe.get_doc("Notification Settings", rep).db_set("enabled", 0)
	make_contact(contact_owner=rep)
	assert (len(mails_to(rep)), len(told(rep))) == (1, 2)


def test_a_mail_says_titles_as_they_are_written(rep, manager, outgoing_mail):
	make_customer(customer_name="R&D Boats", salesperson=rep)
	assert mails_to(rep) == ["Grace Hopper gave you the customer R&D Boats"]


@pytest.fixture
def outgoing_mail(monkeypatch):
	"""An account to send from."""
	account = {
		"email_id": "crm@example.com",
		"default_outgoing": 1,
		"enable_outgoing": 1,
		"smtp_server": "localhost",
	}
	if not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		doc = frappe.new_doc("Email Account")
		doc.update({"email_account_name": "Told", "awaiting_password": 1, **account})
		doc.flags.ignore_validate = True
		doc.db_insert()
	frappe.local.outgoing_email_account = {}


def test_several_saves_of_one_request_are_told_in_one_sentence(rep, manager):
	for _number in range(3):
		make_deal(deal_owner=rep)
	make_contact(contact_owner=rep)
	first, second = told(rep)
	assert first == "Grace Hopper gave you 3 deals"
	assert "contact" in second or "lead" in second


def test_a_bulk_change_is_told_in_one_sentence(rep, manager):
	names = [make_contact().name for _number in range(4)]
	assert reassign("CRM Contact", rep, names=names)["done"] == 4
	assert told(rep) == ["Grace Hopper gave you 4 contacts"]
	link = frappe.db.get_value("Notification Log", {"for_user": rep}, "link")
	assert link.endswith(f"?contact_owner={frappe.utils.quote(rep)}")


@pytest.mark.parametrize("make", OWNED)
def test_who_loses_a_record_is_told_to_whom_it_went(make, rep, manager, make_user):
	former = make_user("CRM Sales Rep")
	with telling_afterwards():
		doc = make(**{OWNED[make]: former})
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.set(OWNED[make], rep)
	doc.save()
	(sentence,) = told(former)
	assert sentence.startswith("Grace Hopper gave your ")
	assert doc.get(doc.meta.title_field) in sentence
	assert " to Ada" in sentence
	document_name, link = frappe.db.get_value(
		"Notification Log", {"for_user": former}, ["document_name", "link"]
	)
	assert document_name is None  # they may read it no longer
	assert f"={frappe.utils.quote(former)}" in link
	assert told(manager) == []
	doc.save()
	assert len(told(former)) == 1


def test_who_gives_their_own_away_is_not_told(rep, manager):
	with telling_afterwards():
		doc = make_deal(deal_owner=manager)
	doc.deal_owner = rep
	doc.save()
	assert told(manager) == []


def test_several_that_are_taken_are_told_in_one_sentence(rep, manager, make_user):
	former = make_user("CRM Sales Rep")
	with telling_afterwards():
		deals = [make_deal(deal_owner=former) for _number in range(3)]
	for deal in deals:
		deal.deal_owner = rep
		deal.save()
	assert told(former) == ["Grace Hopper gave 3 of your deals to others"]


def test_a_bulk_change_tells_each_who_loses_how_many(rep, manager, make_user):
	first, second = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	with telling_afterwards():
		names = [make_deal(deal_owner=user).name for user in (first, second, second, manager, rep)]
	assert reassign("CRM Sales Deal", rep, names=names)["done"] == 5
	assert told(first) == ["Grace Hopper gave 1 of your deals to others"]
	assert told(second) == ["Grace Hopper gave 2 of your deals to others"]
	assert told(manager) == []


def test_a_handing_over_of_several_kinds_is_told_in_one_sentence(rep, manager, make_user):
	leaver = make_user("CRM Sales Rep")
	with telling_afterwards():
		contact = make_contact(contact_owner=leaver)
		make_deal(contact=contact.name, deal_owner=leaver)
	hand_over(leaver, rep)
	assert told(rep) == ["Grace Hopper gave you 2 records"]
	assert told(leaver) == ["Grace Hopper gave 2 of your records to others"]


def test_a_bulk_change_by_a_job_is_told_once_at_its_end(committed, rep, manager, make_user):
	former = make_user("CRM Sales Rep")
	with telling_afterwards():
		names = [make_contact(contact_owner=former).name for _number in range(60)]
	name = queue([("CRM Contact", each) for each in names], Change(BulkAction.REASSIGN, to_user=rep))
	frappe.db.commit()
	run(name)
	assert told(rep) == ["Grace Hopper gave you 60 contacts"]
	assert told(former) == ["Grace Hopper gave 60 of your contacts to others"]
	run(name)
	assert len(told(former)) == 1
	assert len(told(rep)) == 1


def test_an_import_for_somebody_is_told_once(rep, manager):
	frappe.set_user("Administrator")
	done = frappe.new_doc("CRM Contact Import")
	done.update({"contact_owner": rep, "created": 12})
	done.set_new_name()
	done.db_insert()
	done.db_set("owner", manager)
	event = make_event(done, kind="import.completed")
	for _time in range(2):
		many.tell_of_import("import.completed", event.name)
	assert told(rep) == ["Grace Hopper imported 12 contacts for you"]


def test_a_save_that_concerns_nobody_else_sends_no_statement_for_it(rep, count_queries):
	contact = make_contact(contact_owner=rep)
	assert count_queries(lambda: giving.tell_holder(contact)) >= 0
	frappe.set_user(rep)
	assert count_queries(lambda: giving.tell_holder(contact)) == 0


# --- winning ---


def relationship(customer) -> str:
	return frappe.db.get_value("CRM Customer", customer.name, "relationship")


def test_a_prospect_whose_deal_is_won_becomes_a_client_and_its_history_says_so():
	customer = make_customer()
	assert relationship(customer) == "Prospect"
	deal = move(make_deal(customer=customer.name), "Won")
	assert relationship(customer) == "Client"
	(version,) = frappe.get_all("Version", {"docname": customer.name}, pluck="data")
	assert ["relationship", "Prospect", "Client"] in json.loads(version)["changed"]
	move(deal, "Qualified")
	assert relationship(customer) == "Client"


def test_who_wins_need_not_be_able_to_write_the_customer(rep):
	customer = make_customer()
	deal = make_deal(customer=customer.name, deal_owner=rep)
	frappe.set_user(rep)
	move(deal, "Won")
	assert relationship(customer) == "Client"


def test_a_lost_deal_a_partner_and_the_setting_leave_the_customer_as_it_was():
	partner = make_customer(relationship="Partner Prospect")
	move(make_deal(customer=partner.name), "Won")
	assert relationship(partner) == "Partner Prospect"
	settings = frappe.get_doc("CRM Desk Settings")
	settings.make_won_prospects_clients = 0
	settings.save()
	customer = make_customer()
	move(make_deal(customer=customer.name), "Won")
	assert relationship(customer) == "Prospect"


def test_the_change_is_an_event(monkeypatch):
	from frappe_crm_app.kit.domain_events import listening

	monkeypatch.setattr(listening, "heard", lambda: {"customer.relationship_changed"})
	customer = make_customer()
	move(make_deal(customer=customer.name), "Won")
	(changes,) = frappe.get_all(
		"CRM Domain Event",
		{"kind": "customer.relationship_changed", "reference_name": customer.name},
		pluck="changes",
	)
	assert json.loads(changes) == {"relationship": ["Prospect", "Client"]}


def test_nobody_is_told_the_title_of_what_they_may_not_read(make_user):
	external = make_user("CRM External")
	make_note(make_contact(), subject="Between us", assigned_to=external)
	assert not frappe.get_all("Notification Log", {"for_user": external})
