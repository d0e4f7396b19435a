"""Messages through respond.io: what it receives, what it tells of them, what its webhook adds to the log."""

import time

import frappe
import pytest

from frappe_crm_app.channels.messaging import api, offering
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.channels.respondio.provider import RESPONDIO
from frappe_crm_app.screens.timeline.api import get_timeline
from tests.factories import make_contact, make_customer, make_deal
from tests.site.channels.messaging.conftest import ask, pass_time, work
from tests.site.channels.respondio.conftest import SETTINGS
from tests.site.channels.respondio.test_webhook import (  # noqa: F401 (fixtures)
	PHONE,
	deliver,
	event,
	keys,
	notes_on,
	outcome,
	process,
)

SMS = {"channel": "SMS", "provider": "respondio"}
WHATSAPP = {"channel": "WhatsApp", "provider": "respondio"}


@pytest.fixture
def contact(committed, settings):
	settings(sends_messages=1, enabled=0)
	frappe.cache.delete_keys("crm_respondio_knows")
	yield make_contact(first_name="Ada", last_name="King", phone=PHONE)
	offering.forget()


def texts(peer) -> list[str]:
	return [message["message"].get("text") for message in peer.messages]


def log_of(contact) -> list:
	frappe.db.rollback()
	fields = ["direction", "channel", "status", "text", "provider_id", "note"]
	return frappe.get_all(MESSAGE, {"contact": contact.name}, fields, order_by="creation asc, name asc")


def test_what_can_be_sent_from(contact):
	answer = api.get_channels(contact.name)
	assert [(each["channel"], each["provider_channel"]) for each in answer["channels"]] == [
		("SMS", "11"),
		("WhatsApp", "12"),
	]
	assert answer["channels"][1]["needs_template"]
	templates = api.get_templates(contact.name, "respondio", "12")
	assert templates == [
		{"name": "offer", "language": "en", "text": "Dear {{1}}, your offer is ready.", "parameters": 1}
	]


def test_a_text_goes_by_an_sms_channel_to_the_person(contact, peer):
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	row = work(name)
	assert (row.status, row.provider_id) == ("Sent", "500")
	(message,) = peer.messages
	assert message["channelId"] == 11
	assert message["message"] == {"type": "text", "text": "Hello"}
	assert peer.find(f"phone:{PHONE}")["firstName"] == "Ada"
	work(api.send(contact.name, text="Again", **SMS)["message"])
	assert len([path for path in peer.paths() if "create_or_update" in path]) == 1


def test_a_template_goes_as_the_api_takes_it(contact, peer):
	work(api.send(contact.name, template="offer", parameters=["Ada"], **WHATSAPP)["message"])
	assert peer.messages[0]["message"] == {
		"type": "whatsapp_template",
		"template": {
			"name": "offer",
			"languageCode": "en",
			"components": [
				{
					"type": "body",
					"text": "Dear Ada, your offer is ready.",
					"parameters": [{"type": "text", "text": "Ada"}],
				}
			],
		},
	}


def test_its_states_are_told(contact, peer):
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	work(name)
	states = peer.messages[0]["status"]
	states.append({"value": "delivered", "timestamp": 1})
	assert ask(name).status == "Delivered"
	peer.messages.clear()
	name = api.send(contact.name, text="Hello again", **SMS)["message"]
	work(name)
	peer.messages[0]["status"].append({"value": "failed", "message": "Blocked by the carrier"})
	row = ask(name)
	assert (row.status, row.reason) == ("Failed", "Blocked by the carrier")


def test_a_lost_answer_is_looked_for_in_the_list(contact, peer):
	work(api.send(contact.name, text="Hello", **SMS)["message"])
	peer.days.reply_lost = 1
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	assert work(name).status == "Unsure"
	peer.days.reply_lost = 0
	row = ask(name)
	assert (row.status, row.provider_id) == ("Sent", "501")
	assert texts(peer) == ["Hello", "Hello"]


def test_what_the_list_does_not_have_stays_with_a_person(contact, peer):
	work(api.send(contact.name, text="First", **SMS)["message"])
	peer.days.dropped = 1
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	assert work(name).status == "Unsure"
	peer.days.dropped = 0
	assert ask(name).status == "Unsure"
	assert texts(peer) == ["First"]


@pytest.mark.parametrize(
	("answer", "status", "attempts"),
	[
		((429, {"Retry-After": "1"}, {"message": "Too many requests"}), "Owed", 0),
		((500, {}, "<html>"), "Owed", 1),
		((449, {}, {"message": "Your request is in the queue"}), "Owed", 1),
		((404, {}, {"message": "Contact not found!"}), "Owed", 1),
		((400, {}, {"message": "Invalid field(s) : channelId"}), "Failed", 1),
		((200, {}, "no JSON"), "Unsure", 0),
	],
)
def test_what_an_answer_means(contact, peer, answer, status, attempts):
	work(api.send(contact.name, text="First", **SMS)["message"])
	peer.next_answers = [answer]
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	row = work(name)
	assert (row.status, row.attempts) == (status, attempts)
	if status == "Owed":
		time.sleep(1.1 if answer[0] == 429 else 0)
		pass_time(name)
		assert work(name).status == "Sent"
		assert texts(peer) == ["First", "Hello"]


def test_a_refused_token_keeps_messages_until_the_settings_are_saved(contact, peer, settings):
	api.get_channels(contact.name)
	peer.token = "another one"
	name = api.send(contact.name, text="Hello", **SMS)["message"]
	assert work(name).status == "Owed"
	assert frappe.db.get_single_value(SETTINGS, "paused_on")
	assert RESPONDIO.problem().startswith("respond.io is paused")
	peer.token = settings(sends_messages=1, enabled=0).get_password("token")
	pass_time(name)
	assert work(name).status == "Sent"


def test_nothing_is_sent_until_it_is_turned_on(contact, settings):
	settings(sends_messages=0, enabled=1)
	assert "CRM Respondio Settings" in api.get_channels(contact.name)["problem"]


def test_an_answer_is_a_note_and_a_row_of_the_log_and_stands_once_in_timelines(contact, deliver):  # noqa: F811
	customer = make_customer()
	contact.reload().update({"customer": customer.name}).save()
	deal = make_deal(contact=contact.name)
	frappe.db.commit()
	body = event()
	deliver(body)
	process()
	(note,) = notes_on(contact)
	(row,) = log_of(contact)
	assert note.action == "WhatsApp"
	assert (row.direction, row.channel, row.status, row.text) == (
		"In", "WhatsApp", "Received", "Do you ship to Oslo?",
	)  # fmt: skip
	for record in (contact, customer, deal):
		entries = get_timeline(record.doctype, record.name)["entries"]
		told = [entry for entry in entries if entry["text"] == "Do you ship to Oslo?"]
		assert [entry["source"] for entry in told] == ["note"]


def test_an_answer_opens_the_window(contact, deliver):  # noqa: F811
	frappe.db.commit()
	deliver(event(message={"messageId": 7, "timestamp": int(time.time()), "message": {"text": "Hi"}}))
	process()
	assert not api.get_channels(contact.name)["channels"][1]["needs_template"]
	assert work(api.send(contact.name, text="Hello", **WHATSAPP)["message"]).status == "Sent"


def test_what_we_sent_is_told_by_the_webhook_and_no_news(contact, peer, deliver):  # noqa: F811
	work(api.send(contact.name, text="Hello", **SMS)["message"])
	body = event(
		"message.sent",
		message={"messageId": 500, "message": {"type": "text", "text": "Hello"}},
		channel={"id": 11, "source": "twilio"},
	)
	deliver(body)
	process()
	assert outcome(body) == ("Ignored", "We sent the message ourselves.")
	assert len(log_of(contact)) == 1
	assert notes_on(contact) == []


def test_the_webhook_settles_what_is_unsure(contact, peer, deliver):  # noqa: F811
	peer.days.reply_lost = 1
	frappe.cache.set_value(f"crm_respondio_knows_{PHONE}", 1, expires_in_sec=60)
	peer.add(phone=PHONE, firstName="Ada")
	offering_known = {"channels_respondio": [{"id": "11", "channel": "SMS", "label": "Office"}]}
	for what, said in offering_known.items():
		frappe.cache.set_value(f"crm_messaging_{what}", said, expires_in_sec=60)
	name = api.send(contact.name, text="Hello  there", **SMS)["message"]
	assert work(name).status == "Unsure"
	body = event(
		"message.sent",
		message={"messageId": 500, "message": {"type": "text", "text": "Hello there"}},
		channel={"id": 11, "source": "twilio"},
	)
	deliver(body)
	process()
	(row,) = log_of(contact)
	assert (row.status, row.provider_id) == ("Sent", "500")


def test_what_is_sent_there_is_logged(contact, deliver):  # noqa: F811
	frappe.db.commit()
	deliver(event("message.sent", channel={"source": "twilio"}))
	process()
	(row,) = log_of(contact)
	assert (row.direction, row.channel, row.status) == ("Out", "SMS", "Sent")
	assert row.note == frappe.db.get_value("CRM Follow-up Note", {"reference_name": contact.name})


def test_our_message_stands_in_the_timelines_of_contact_customer_and_deal(contact):
	customer = make_customer()
	contact.reload().update({"customer": customer.name}).save()
	deal = make_deal(contact=contact.name)
	work(api.send(contact.name, text="Hello", **SMS)["message"])
	for record in (contact, customer, deal):
		entries = get_timeline(record.doctype, record.name, sources='["message"]')["entries"]
		assert [(entry["headline"], entry["text"]) for entry in entries] == [("SMS sent", "Hello")]
