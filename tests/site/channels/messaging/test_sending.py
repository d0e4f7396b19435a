"""One message to one person: what the service gets, what becomes of it, and what nobody can know."""

from functools import partial

import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, now_datetime

from frappe_crm_app.channels.messaging import api, receiving
from frappe_crm_app.channels.messaging.asking import PAUSES
from frappe_crm_app.channels.messaging.owing import Owed, cancel_many, owe, owe_many
from frappe_crm_app.channels.messaging.tasks import MESSAGE, OUTBOX
from frappe_crm_app.kit.exceptions import ConsentWithdrawnError, MessageError, MessageStateError
from frappe_crm_app.kit.messaging_provider import Channel
from tests.factories import make_contact, make_customer, make_deal
from tests.site.channels.messaging.conftest import ask, pass_time, work

PHONE = "+14155550100"
SMS = {"channel": "SMS", "provider": "asked"}
WHATSAPP = {"channel": "WhatsApp", "provider": "asked"}
send = partial(api.send, **SMS)


@pytest.fixture
def contact(peer):
	return make_contact(phone=PHONE)


def blind(contact) -> str:
	return owe(contact.name, "SMS", "Hello", provider="blind")


def answered(contact, hours: float = 1) -> None:
	"""Have the person write to us so many hours ago."""
	moment = add_to_date(now_datetime(), hours=-hours)
	receiving.log_answer(receiving.Heard("asked", contact.name, Channel.WHATSAPP, "Hi", moment, "in-1"))


def test_a_message_reaches_the_service_and_is_logged(peer, contact):
	name = send(contact.name, text="Do you ship to Oslo?")["message"]
	row = row_of_present(name)
	assert (row.status, row.parts, row.address, row.sent_by) == ("Owed", 1, PHONE, "Administrator")
	row = work(name)
	assert [(each["to"], each["text"]) for each in peer.taken] == [(PHONE, "Do you ship to Oslo?")]
	assert (row.status, row.provider_id, row.lease_key, row.begun_on) == ("Sent", "m1", None, None)
	assert row.sent_on
	work(name)
	assert len(peer.taken) == 1


def test_the_service_tells_how_far_it_came(peer, contact):
	name = send(contact.name, text="Hello")["message"]
	work(name)
	peer.states["m1"] = "Delivered"
	row = ask(name)
	assert row.status == "Delivered"
	assert row.delivered_on
	assert row.ask_on  # claimed before it was known
	assert ask(name).ask_on is None  # an SMS is never read


def test_a_late_answer_takes_nothing_back(peer, contact):
	name = owe(contact.name, "WhatsApp", "Hello", provider="asked", template="offer", parameters=["Ada", "5"])
	work(name)
	peer.states["m1"] = "Read"
	assert ask(name).status == "Read"
	peer.states["m1"] = "Failed"
	assert ask(name).status == "Read"


def test_what_failed_afterwards_says_why(peer, contact):
	name = send(contact.name, text="Hello")["message"]
	work(name)
	peer.states["m1"] = "Failed"
	row = ask(name)
	assert (row.status, row.reason) == ("Failed", "Unknown number")


def test_who_is_asked_about_is_asked_less_and_less(peer, contact):
	name = send(contact.name, text="Hello")["message"]
	work(name)
	for asked in range(1, len(PAUSES) + 1):
		row = ask(name)
		assert row.asked == asked
	assert row.ask_on is None


@pytest.mark.parametrize(("share", "attempts"), [("too_many", 0), ("error", 1)])
def test_what_the_service_surely_has_not_is_tried_again(peer, contact, share, attempts):
	setattr(peer.days, share, 1)
	name = send(contact.name, text="Hello")["message"]
	row = work(name)
	assert (row.status, row.attempts) == ("Owed", attempts)
	assert get_datetime(row.next_attempt_on) > now_datetime()
	setattr(peer.days, share, 0)
	frappe.cache.delete_keys("crm_messaging_asked")
	pass_time(name)
	assert work(name).status == "Sent"
	assert list(peer.keys().values()) == [1]


def test_an_error_after_the_service_has_taken_it_sends_nothing_twice(peer, contact):
	peer.days.error_but_taken = 1
	name = send(contact.name, text="Hello")["message"]
	assert work(name).status == "Owed"
	pass_time(name)
	row = work(name)
	assert (row.status, row.provider_id) == ("Sent", "m1")
	assert list(peer.keys().values()) == [1]


def test_an_error_of_a_service_that_cannot_be_asked_is_unsure(peer, contact):
	peer.days.error_but_taken = 1
	row = work(blind(contact))
	assert (row.status, row.reason) == ("Unsure", "The peer answers 502.")


@pytest.mark.parametrize("share", ["reply_lost", "dropped"])
def test_a_lost_answer_is_unsure_and_the_service_is_asked(peer, contact, share):
	setattr(peer.days, share, 1)
	name = send(contact.name, text="Hello")["message"]
	assert work(name).status == "Unsure"
	setattr(peer.days, share, 0)
	row = ask(name)
	assert row.status == {"reply_lost": "Sent", "dropped": "Owed"}[share]
	pass_time(name)
	assert work(name).status == "Sent"
	assert list(peer.keys().values()) == [1]


def test_what_cannot_be_asked_waits_for_a_person_and_is_never_sent_by_itself(peer, contact):
	peer.days.reply_lost = 1
	name = blind(contact)
	work(name)
	peer.days.reply_lost = 0
	for _look in range(7):
		row = ask(name)
	assert (row.status, row.ask_on) == ("Unsure", None)
	work(name)
	assert len(peer.taken) == 1
	with pytest.raises(MessageStateError):
		api.retry(name)
	api.settle(name, was_sent=True)
	assert row_of_present(name).status == "Sent"


def row_of_present(name: str) -> frappe._dict:
	return frappe.db.get_value(MESSAGE, name, "*", as_dict=True)


def test_who_says_that_it_was_not_sent_can_send_it_again(peer, contact):
	peer.days.dropped = 1
	name = blind(contact)
	work(name)
	peer.days.dropped = 0
	api.settle(name, was_sent=False)
	row = row_of_present(name)
	assert row.status == "Failed"
	assert "Administrator" in row.reason
	api.retry(name)
	assert work(name).status == "Sent"
	assert list(peer.keys().values()) == [1]


def test_what_a_dead_worker_had_begun_is_unsure(peer, contact):
	name = blind(contact)
	frappe.db.commit()
	row = OUTBOX.take(name)
	OUTBOX.note(row, begun_on=now_datetime())
	frappe.db.set_value(MESSAGE, name, "lease_until", add_to_date(now_datetime(), minutes=-1))
	frappe.db.commit()
	assert OUTBOX.due(5) == [name]
	assert work(name).status == "Unsure"
	assert peer.taken == []


def test_what_a_dead_worker_had_not_begun_is_sent(peer, contact):
	name = blind(contact)
	frappe.db.commit()
	OUTBOX.take(name)
	frappe.db.set_value(MESSAGE, name, "lease_until", add_to_date(now_datetime(), minutes=-1))
	assert work(name).status == "Sent"


def test_what_the_service_refuses_fails_with_its_words(peer, contact):
	peer.days.refuses = PHONE
	name = send(contact.name, text="Hello")["message"]
	row = work(name)
	assert row.status == "Failed"
	assert row.reason == "The peer says: This number does not exist."
	peer.days.refuses = ""
	api.retry(name)
	assert work(name).status == "Sent"


def test_a_service_that_is_down_is_tried_for_a_while(peer, contact):
	peer.stop()
	name = send(contact.name, text="Hello", provider_channel="1")["message"]
	for attempt in range(8):
		row = work(name)
		assert row.attempts == attempt + 1
		pass_time(name)
	assert row.status == "Failed"
	assert "8 attempts failed" in row.reason
	peer.start()


def test_a_service_that_is_not_set_up_keeps_messages_waiting(peer, contact):
	name = owe(contact.name, "SMS", "Hello", provider="asked")
	peer.forget()
	row = work(name)
	assert (row.status, row.attempts, row.reason) == ("Owed", 0, "The peer is off.")


def test_whatsapp_takes_a_free_text_only_for_a_day(peer, contact):
	with pytest.raises(MessageError, match="only within 24 hours"):
		api.send(contact.name, text="Hello", **WHATSAPP)
	answered(contact, hours=25)
	with pytest.raises(MessageError, match="only within 24 hours"):
		api.send(contact.name, text="Hello", **WHATSAPP)
	frappe.db.delete(MESSAGE, {"direction": "In"})
	answered(contact)
	name = api.send(contact.name, text="Hello", **WHATSAPP)["message"]
	assert work(name).status == "Sent"


def test_a_free_text_that_waited_too_long_is_not_sent(peer, contact):
	answered(contact)
	name = api.send(contact.name, text="Hello", **WHATSAPP)["message"]
	frappe.db.set_value(MESSAGE, {"direction": "In"}, "sent_on", add_to_date(now_datetime(), hours=-30))
	row = work(name)
	assert row.status == "Cancelled"
	assert "only within 24 hours" in row.reason
	assert peer.taken == []


def test_a_template_goes_with_its_parameters(peer, contact):
	name = api.send(contact.name, template="offer", parameters='["Ada", "5 boats"]', **WHATSAPP)["message"]
	row = work(name)
	assert row.text == "Dear Ada, your offer over 5 boats is ready."
	assert peer.taken[0]["template"] == "offer"
	assert peer.taken[0]["parameters"] == ["Ada", "5 boats"]


@pytest.mark.parametrize(
	"wrong",
	[
		{"text": ""},
		{"text": "x" * 2000},
		{"text": "Hello", "channel": "Chat"},
		{"text": "Hello", "channel": "Pigeon"},
		{"text": "Hello", "provider": "nobody"},
		{"text": "Hello", "provider_channel": "2"},
		{"text": "Hello", "address": "+14155550999"},
		{"template": "nothing", **WHATSAPP},
		{"template": "offer", "parameters": ["Ada"], **WHATSAPP},
		{"template": "offer", "parameters": ["Ada", " "], **WHATSAPP},
		{"template": "offer", "parameters": "{", **WHATSAPP},
		{"template": "offer", "parameters": [1, 2], **WHATSAPP},
	],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(peer, contact, wrong):
	before = frappe.db.count(MESSAGE)
	with pytest.raises(MessageError):
		api.send(contact.name, **{**SMS, **wrong})
	assert frappe.db.count(MESSAGE) == before


def test_who_has_no_phone_cannot_be_written_to(peer):
	with pytest.raises(MessageError, match="no phone number"):
		send(make_contact().name, text="Hello")


def test_who_wants_no_messages_is_told_before_and_may_be_written_to_all_the_same(peer, contact):
	contact.messaging_opt_out = 1
	contact.save()
	assert "wants no messages" in api.get_channels(contact.name)["channels"][0]["warning"]
	with pytest.raises(ConsentWithdrawnError, match="wants no messages"):
		send(contact.name, text="Your order is ready")
	name = send(contact.name, text="Your order is ready", knows_consent=True)["message"]
	assert work(name).status == "Sent"


def test_a_campaigns_message_to_who_has_opted_out_since_is_not_sent(peer, contact):
	name = owe(contact.name, "SMS", "Buy!", provider="asked", campaign_recipient="r1")
	contact.messaging_opt_out = 1
	contact.save()
	row = work(name)
	assert row.status == "Cancelled"
	assert peer.taken == []


def test_many_are_owed_in_two_statements_and_cancelled_before_they_begin(peer, count_queries):
	contacts = [make_contact(phone=f"+1415555{place:04}") for place in range(1000, 1020)]
	messages = [Owed(each.name, "SMS", "Hello", "asked") for each in contacts]
	names = []
	assert count_queries(lambda: names.extend(owe_many(messages))) == 2
	work(names[0])
	assert sorted(cancel_many(names)) == sorted(names[1:])
	assert {row_of_present(name).status for name in names} == {"Sent", "Cancelled"}
	assert len(peer.taken) == 1


def test_who_follows_messages_is_told_of_each_change(peer, contact, another_app):
	told = []
	another_app(
		crm_message_changed=[lambda message: told.append((message.campaign_recipient, message.status))]
	)
	name = owe(contact.name, "SMS", "Hello", provider="asked", campaign_recipient="r1")
	work(name)
	peer.states["m1"] = "Delivered"
	ask(name)
	assert told == [("r1", "Sent"), ("r1", "Delivered")]


def test_an_answer_is_logged_once(peer, contact):
	answered(contact)
	answered(contact)
	rows = frappe.get_all(MESSAGE, {"contact": contact.name}, ["direction", "status", "text"])
	assert rows == [{"direction": "In", "status": "Received", "text": "Hi"}]


def test_people_of_a_deal_and_a_customer(peer):
	customer = make_customer()
	first = make_contact(phone=PHONE, customer=customer.name)
	second = make_contact(customer=customer.name)
	customer.reload().update({"primary_contact": second.name}).save()
	people = [{"contact": first.name}, {"contact": second.name, "is_primary": 1}]
	deal = make_deal(contact=second.name, people=people)
	for record in (customer, deal):
		found = api.get_recipients(record.doctype, record.name)
		assert [each["contact"] for each in found] == [second.name, first.name]
	assert api.get_recipients("CRM Contact", first.name)[0]["phone"] == PHONE


def test_who_may_not_change_the_contact_may_not_write_to_it(peer, contact, make_user):
	name = send(contact.name, text="Hello")["message"]
	frappe.db.commit()
	frappe.set_user(make_user("CRM Viewer"))
	for call in (
		lambda: send(contact.name, text="Hello"),
		lambda: api.get_channels("nobody"),
		lambda: api.get_templates(contact.name, "asked", "2"),
		lambda: api.cancel(name),
		lambda: send("nobody", text="Hello"),
	):
		with pytest.raises(frappe.PermissionError):
			call()
	assert api.get_recipients("CRM Contact", contact.name) == []
	assert api.get_channels(contact.name)["channels"] == []
	frappe.set_user("Administrator")
	api.cancel(name)
	assert row_of_present(name).status == "Cancelled"


def test_nobody_writes_messages_by_form_or_rest(peer, contact):
	with pytest.raises(frappe.ValidationError, match="Send Message"):
		frappe.get_doc({"doctype": MESSAGE, "contact": contact.name, "text": "Hello"}).insert()
	doc = frappe.get_doc(MESSAGE, send(contact.name, text="Hello")["message"])
	doc.status = "Read"
	with pytest.raises(frappe.ValidationError, match="Send Message"):
		doc.save()


def test_a_minute_has_room_for_so_many_by_hand(peer, contact, monkeypatch):
	monkeypatch.setattr("frappe_crm_app.channels.messaging.rights.MOST_A_MINUTE", 2)
	send(contact.name, text="One")
	send(contact.name, text="Two")
	with pytest.raises(MessageError, match="many messages"):
		send(contact.name, text="Three")


def test_a_deleted_contact_takes_its_messages_along(peer, contact):
	send(contact.name, text="Hello")
	frappe.delete_doc("CRM Contact", contact.name)
	assert not frappe.db.exists(MESSAGE, {"contact": contact.name})
