"""A subscriber's whole life over HTTP and mail."""

import frappe
import pytest

from frappe_crm_app.intake.lead_forms.processing import process
from frappe_crm_app.intake.subscriptions.one_click import unsubscribe_by_link
from frappe_crm_app.records.audiences import subscribing
from frappe_crm_app.records.audiences.links import (
	contact_of,
	one_click_url,
	person_token,
	preferences_url,
)
from frappe_crm_app.records.audiences.selecting import select_contacts
from frappe_crm_app.records.audiences.unsubscribing import unsubscribe
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import make_contact, make_form, make_list, make_submission, make_subscription
from tests.site.intake.subscriptions.conftest import (
	ADA,
	argument,
	consents,
	link_in,
	mails_to,
	subscription,
)
from tests.stack.site import refresh


def path_of(address: str) -> str:
	return "/" + address.split("/", 3)[3]


def test_somebody_subscribes_confirms_chooses_leaves_and_comes_back(subscriber, news, work_off):
	answer = subscriber.subscribe(news, ADA, first_name="Ada", last_name="King")
	assert answer.ok, answer.text
	assert not frappe.db.count("CRM Contact", {"email": ADA})
	work_off()
	assert subscription().status == "Pending"
	(mail,) = mails_to(ADA)
	link = link_in(mail, "confirm-subscription")
	assert subscriber.client.get(path_of(link)).ok
	assert subscription().status == "Pending"
	assert list(select_contacts("CRM Mailing List", news).run(pluck=True)) == []
	confirmed = subscriber.call("confirm", key=argument(link, "key"))
	assert confirmed.status_code in (301, 302), confirmed.text
	ada = subscription()
	assert (ada.status, ada.source, ada.wording) == ("Subscribed", "Form", "News once a month")
	assert frappe.db.get_value("CRM Contact", ada.contact, "full_name") == "Ada King"
	assert consents(ada.contact) == [("Email", "Given", "Form")]
	assert select_contacts("CRM Mailing List", news).run(pluck=True) == [ada.contact]
	token = argument(confirmed.headers["Location"], "t")
	page = subscriber.client.get(path_of(preferences_url(token)))
	assert "a•••@e•••.com" in page.text
	assert ADA not in page.text
	shown = subscriber.preferences(token)
	assert shown["channels"] == {"Email": True}
	assert [each["is_subscribed"] for each in shown["lists"] if each["name"] == news] == [True]

	one_click = path_of(one_click_url(token))
	opened = subscriber.client.get(one_click)
	assert opened.ok
	assert "<form" in opened.text
	assert subscription().status == "Subscribed"
	pressed = subscriber.client.post(one_click, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False)
	assert pressed.status_code == 200, pressed.text
	ended = subscription()
	assert ended.status == "Unsubscribed"
	assert ended.ended_on
	assert consents(ada.contact)[-1] == ("Email", "Withdrawn", "One-Click")
	assert frappe.db.get_value("CRM Contact", ada.contact, "email_opt_out") == 1

	assert subscriber.call("confirm", key=argument(link, "key")).status_code >= 400
	subscriber.subscribe(news)
	work_off()
	again = link_in(mails_to(ADA)[-1], "confirm-subscription")
	assert subscriber.call("confirm", key=argument(again, "key")).status_code in (301, 302)
	back = subscription()
	assert (back.name, back.status, back.contact) == (ada.name, "Subscribed", ada.contact)
	assert consents(ada.contact)[-1] == ("Email", "Given", "Form")
	assert frappe.db.get_value("CRM Contact", ada.contact, "email_opt_out") == 0


def test_who_is_subscribed_already_is_told_so_and_not_more_than_three_times(subscriber, news, work_off):
	contact = make_contact(email=ADA)
	make_subscription(contact, news)
	frappe.db.commit()
	for _time in range(5):
		subscriber.subscribe(news)
		work_off()
	mails = mails_to(ADA)
	assert len(mails) == 3
	assert all("mail-preferences" in mail for mail in mails)


def test_choosing_writes_what_changes_and_nothing_else(subscriber, news, committed):
	offers = make_list(list_name="Offers", is_public=1).name
	hidden = make_list(list_name="Staff").name
	contact = make_contact(email=ADA, phone="+4915112345678")
	frappe.db.commit()
	token = person_token(contact.name, ADA)
	shown = subscriber.preferences(token)
	assert {each["name"] for each in shown["lists"]} == {news, offers}
	assert shown["channels"] == {"Email": True, "SMS": False, "WhatsApp": False}
	subscriber.preferences(token, lists=[], channels={"Email": 1, "SMS": 0, "WhatsApp": 0})
	refresh()
	assert consents(contact.name) == []
	chosen = subscriber.preferences(token, lists=[offers, hidden], channels={"SMS": 1})
	refresh()
	assert [each["name"] for each in chosen["lists"] if each["is_subscribed"]] == [offers]
	assert consents(contact.name) == [
		("Email", "Given", "Preference Page"),
		("SMS", "Given", "Preference Page"),
	]
	off = subscriber.preferences(token, everything_off=1)
	refresh()
	assert off["channels"] == {"Email": False, "SMS": False, "WhatsApp": False}
	assert not any(each["is_subscribed"] for each in off["lists"])
	assert frappe.db.get_value("CRM Contact", contact.name, ["email_opt_out", "messaging_opt_out"]) == (1, 1)


def test_the_link_of_a_campaign_that_went_to_lists_leaves_these_alone(site, another_app):
	contact, told = make_contact(email=ADA), []
	lists = [make_subscription(contact).mailing_list for _ in range(2)]
	another_app(
		crm_lists_of_recipient=[lambda recipient: [lists[0]] if recipient == "abc" else None],
		crm_unsubscribed=[lambda **facts: told.append(facts)],
	)
	unsubscribe_by_link(person_token(contact.name, ADA), "abc")
	left = frappe.get_all("CRM Subscription", filters={"status": "Unsubscribed"}, pluck="mailing_list")
	assert left == [lists[0]]
	assert frappe.db.get_value("CRM Contact", contact.name, "email_opt_out") == 0
	assert told == [{"contact": contact.name, "address": ADA, "recipient": "abc", "lists": [lists[0]]}]


def test_a_complaint_ends_all_lists_and_withdraws_the_consent(site):
	contact = make_contact(email=ADA)
	make_subscription(contact)
	unsubscribe(contact.name, ADA, source="Complaint", status="Complained")
	assert frappe.get_all("CRM Subscription", filters={"contact": contact.name}, pluck="status") == [
		"Complained"
	]
	assert consents(contact.name)[-1] == ("Email", "Withdrawn", "Complaint")


def test_a_link_goes_on_working_after_a_merge_and_back(site):
	kept, removed = make_contact(email=ADA), make_contact(email="ada@old.example")
	token = person_token(removed.name, "ada@old.example")
	done = merge(kept.name, removed.name)
	assert contact_of(token) == kept.name
	undo_merge(done["merge"])
	assert contact_of(token) == removed.name


@pytest.mark.parametrize("strict", [0, 1])
def test_who_has_left_a_list_has_left_it_after_a_merge_and_the_undoing_restores(site, strict):
	both = [make_contact(email=ADA), make_contact(email="ada@old.example")]
	news = make_list().name
	subscriptions = [make_subscription(each, news) for each in both]
	unsubscribe(both[strict].name, "", source="Desk", lists=[news])
	before = [
		frappe.db.get_value("CRM Subscription", each.name, ["contact", "status"]) for each in subscriptions
	]
	done = merge(both[0].name, both[1].name)
	held = frappe.get_all("CRM Subscription", filters={"mailing_list": news}, fields=["contact", "status"])
	assert held == [{"contact": both[0].name, "status": "Unsubscribed"}]
	undo_merge(done["merge"])
	assert [
		frappe.db.get_value("CRM Subscription", each.name, ["contact", "status"]) for each in subscriptions
	] == before


def test_a_list_without_confirmation_takes_strangers_at_once_but_nobody_who_has_opted_out(
	subscriber, committed, work_off
):
	open_list = make_list(is_public=1, needs_confirmation=0).name
	out = make_contact(email="out@example.com", email_opt_out=1)
	frappe.db.commit()
	for address in (ADA, "out@example.com"):
		subscriber.subscribe(open_list, address)
	work_off()
	assert subscription(ADA).status == "Subscribed"
	assert subscription("out@example.com").status == "Pending"
	assert len(mails_to("out@example.com")) == 1
	assert frappe.db.get_value("CRM Contact", out.name, "email_opt_out") == 1


@pytest.mark.parametrize("needs_confirmation", [0, 1])
def test_who_has_left_a_list_stays_out_until_they_confirm_that_they_want_it_again(
	subscriber, committed, work_off, needs_confirmation
):
	some = make_list(is_public=1, needs_confirmation=needs_confirmation).name
	contact = make_contact(email=ADA)
	subscribing.subscribe(some, contact.name, address=ADA, source="Form", is_confirmed=True)
	subscribing.end(contact.name)
	frappe.db.commit()
	assert subscriber.subscribe(some, ADA).ok
	work_off()
	assert subscription().status == "Unsubscribed"
	(mail,) = mails_to(ADA)
	confirmed = subscriber.call("confirm", key=argument(link_in(mail, "confirm-subscription"), "key"))
	assert confirmed.status_code in (301, 302), confirmed.text
	assert (subscription().status, subscription().ended_on) == ("Subscribed", None)
	subscribing.end(contact.name)
	frappe.db.commit()
	again = subscriber.call("confirm", key=argument(link_in(mail, "confirm-subscription"), "key"))
	assert (again.ok, subscription().status) == (False, "Unsubscribed")


def test_a_lead_form_with_consent_subscribes_its_sender(committed):
	form = make_form(consent_text="Write to me")
	news = make_list(lead_forms=[{"lead_form": form.name}], needs_confirmation=0).name
	answers = '{"first_name": "Ada", "last_name": "King", "email": "ada@example.com"}'
	sent = {"form": form.name, "answers": answers, "status": "Received", "email": ADA, "first_name": "Ada"}
	without = make_submission(**sent | {"email": "no@example.com", "answers": answers.replace("ada@", "no@")})
	agreed = make_submission(**sent, consent=1, consent_text="Write to me", consent_on=frappe.utils.now())
	for submission in (without, agreed):
		process(submission.reload())
	(name,) = frappe.get_all("CRM Subscription", filters={"mailing_list": news}, pluck="name")
	held = frappe.get_doc("CRM Subscription", name)
	assert (held.address, held.wording, held.evidence_name) == (ADA, "Write to me", agreed.name)
	assert ("Email", "Given", "Form") in consents(held.contact)
