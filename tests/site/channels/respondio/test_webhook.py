"""Events from respond.io: received, checked, and noted on the timeline once."""

import json
import random
import uuid
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
import requests
from frappe.utils import get_datetime

from frappe_crm_app.channels.respondio.signature import HEADER, sign
from frappe_crm_app.channels.respondio.tasks import EVENTS
from frappe_crm_app.kit.outbox.tasks import work_off
from tests.factories import insert, make_contact, make_customer
from tests.site.channels.respondio.conftest import sent

KEYS = ("the key of the first webhook", "the key of the second webhook")
PATH = "/api/method/frappe_crm_app.respondio.webhook.receive"
EVENT, NOTE = "CRM Respondio Event", "CRM Follow-up Note"
PHONE = "+14155550100"
NOON = 1_760_000_000  # seconds; a day in October 2025


def event(event_type: str = "message.received", **values) -> dict:
	"""Return a body as respond.io sends it."""
	body = {
		"event_type": event_type,
		"event_id": str(uuid.uuid4()),
		"contact": {"id": 1, "firstName": "Ada", "lastName": "King", "phone": PHONE, "email": None},
	}
	if event_type.startswith("message"):
		text = {"type": "text", "text": "Do you ship to Oslo?"}
		body |= {
			"message": {"messageId": 5, "timestamp": NOON * 1000, "message": text},
			"channel": {"source": "whatsapp_cloud"},
		}
	return body | values


@pytest.fixture
def keys(committed, settings):
	doc = settings(webhook_keys=[{"label": str(place), "signing_key": key} for place, key in enumerate(KEYS)])
	frappe.db.commit()
	return doc


@pytest.fixture
def deliver(keys, server):
	"""`deliver(body)` posts a body, signed unless told otherwise, and returns the status."""

	def deliver(body: dict | bytes, key: str = KEYS[0], **headers) -> int:
		raw = body if isinstance(body, bytes) else json.dumps(body).encode()
		given = {"Content-Type": "application/json", HEADER: sign(raw, key), **headers}
		answer = requests.post(server + PATH, data=raw, headers=given, timeout=60)
		return answer.status_code

	return deliver


def process() -> None:
	frappe.db.commit()
	frappe.set_user("Guest")  # as whom the job is enqueued
	work_off(EVENTS.key)
	frappe.db.commit()


def notes_on(record) -> list:
	return frappe.get_all(
		NOTE,
		{"reference_name": record.name},
		["action", "subject", "content", "status", "completed_on"],
		order_by="completed_on asc, creation asc",
	)


def outcome(body: dict) -> tuple[str, str | None]:
	return frappe.db.get_value(EVENT, {"event_id": body["event_id"]}, ["status", "reason"])


def test_a_message_becomes_a_note_on_the_contact_and_its_last_activity(deliver, worker):
	ada = make_contact(phone=PHONE)
	frappe.db.commit()
	assert deliver(event()) == 200
	worker.run()
	(note,) = notes_on(ada)
	assert (note.action, note.subject, note.content, note.status) == (
		"WhatsApp", "respond.io: message received", "Do you ship to Oslo?", "Done",
	)  # fmt: skip
	assert note.completed_on.year == 2025
	assert frappe.db.get_value("CRM Contact", ada.name, "last_activity_on") == note.completed_on


def test_each_webhook_has_a_key_of_its_own(deliver):
	assert [deliver(event(), key) for key in KEYS] == [200, 200]


@pytest.mark.parametrize(
	("headers", "status"),
	[
		({HEADER: "bad"}, 401),
		({HEADER: ""}, 401),
		({HEADER: sign(b"another body", KEYS[0])}, 401),
		({HEADER: sign(b"{}", "another key")}, 401),
		({HEADER: "ü"}, 401),
	],
)
def test_a_body_that_is_not_signed_is_refused(deliver, headers, status):
	encoded = {name: value.encode("latin-1") for name, value in headers.items()}
	assert deliver(event(), **encoded) == status
	frappe.db.commit()
	assert frappe.db.count(EVENT) == 0


@pytest.mark.parametrize(
	"raw",
	[b"", b"{", b"[]", b"null", b'"text"', b"{}", b'{"event_type": "x"}', b'{"event_id": "x"}', b"\xff\xfe", b'{"event_id": {}, "event_type": []}', b"[" * 5000],
)  # fmt: skip
def test_a_signed_body_that_is_no_event_is_refused(deliver, raw):
	assert deliver(raw) == 400
	assert deliver(raw, **{"Content-Type": "text/plain"}) == 400
	frappe.db.commit()
	assert frappe.db.count(EVENT) == 0


def test_a_body_that_is_too_large_is_refused(deliver):
	assert deliver(event(padding="x" * 300_000)) == 400


def test_without_any_key_nothing_is_taken(deliver, settings):
	settings(webhook_keys=[])
	frappe.db.commit()
	assert deliver(event()) == 401


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_posts_are_taken(keys, server, method):
	assert getattr(requests, method)(server + PATH, timeout=60).status_code in (403, 405)


@pytest.mark.parametrize(
	("body", "action", "subject", "content"),
	[
		(event("message.sent", channel={"source": "twilio"}), "SMS", "respond.io: message sent", "Do you ship to Oslo?"),
		(event("message.received", message={"message": {"type": "attachment", "attachment": {"type": "image"}}}, channel={"source": "telegram"}), "Chat", "respond.io: message received", "[image]"),
		(event("conversation.opened", conversation={"source": "user"}), "Note", "respond.io: conversation opened", ""),
		(event("conversation.closed", conversation={"category": "Sale", "summary": "Wants a quote"}), "Note", "respond.io: conversation closed", "Sale\nWants a quote"),
		(event("contact.assignee.updated", contact={"id": 1, "phone": PHONE, "assignee": {"id": 9, "firstName": "Alan", "lastName": "T"}}), "Note", "respond.io: assigned to Alan T", "Alan T"),
		(event("contact.assignee.updated"), "Note", "respond.io: assigned to nobody", ""),
		(event("contact.lifecycle.updated", lifecycle="Hot Lead", oldLifecycle="New Lead"), "Note", "respond.io: lifecycle is Hot Lead", "Hot Lead"),
	],
)  # fmt: skip
def test_what_happens_there_is_noted_here(deliver, body, action, subject, content):
	ada = make_contact(phone=PHONE)
	frappe.db.commit()
	assert deliver(body) == 200
	process()
	(note,) = notes_on(ada)
	assert (note.action, note.subject, note.content or "") == (action, subject, content)


@pytest.mark.parametrize("kind", ["contact.created", "contact.updated", "contact.tag.updated", "call.ended"])
def test_other_events_are_no_notes(deliver, kind):
	make_contact(phone=PHONE)
	frappe.db.commit()
	body = event(kind)
	assert deliver(body) == 200
	process()
	assert outcome(body) == ("Ignored", "Events of this type are not noted.")


def test_what_we_did_ourselves_is_no_news(deliver, settings, peer):
	settings(default_assignee="7")
	customer = make_customer()
	ada = make_contact(phone=PHONE, customer=customer.name)
	row = sent(customer)
	contact = {"id": int(row.respondio_contact_id), "firstName": "Ada"}
	bodies = [
		event("conversation.opened", contact=contact, conversation={"source": "api"}),
		event(
			"contact.assignee.updated",
			contact={**contact, "assignee": {"id": 7, "email": "grace@example.com"}},
		),
		event("contact.lifecycle.updated", contact=contact, lifecycle="New Lead"),
	]
	for body in bodies:
		deliver(body)
	process()
	assert {outcome(body)[0] for body in bodies} == {"Ignored"}
	deliver(
		event(
			"contact.assignee.updated",
			contact={**contact, "assignee": {"id": 8, "email": "alan@example.com"}},
		)
	)
	process()
	assert [note.subject for note in notes_on(ada)] == ["respond.io: assigned to alan@example.com"]


def test_a_customer_that_is_written_to_itself_gets_the_note(deliver, peer):
	customer = make_customer(customer_kind="Person", customer_name="Ada King", phone=PHONE)
	row = sent(customer)
	deliver(event(contact={"id": int(row.respondio_contact_id)}))
	process()
	assert len(notes_on(customer)) == 1


def test_somebody_unknown_is_ignored_or_made_a_lead_as_set(deliver, settings, make_user):
	first = event()
	deliver(first)
	process()
	assert outcome(first) == ("Ignored", "The contact is not known here.")
	seller = make_user("CRM Sales Rep")
	insert("CRM Salesperson", {"user": seller, "respondio_assignee": "grace@example.com"})
	settings(unknown_contacts="Create Lead")
	contact = {
		"id": 44,
		"firstName": "Maria",
		"phone": "+14155550144",
		"assignee": {"email": "grace@example.com"},
	}
	for _ in range(2):
		deliver(event(contact=contact))
	deliver(event(contact={"id": 44}))  # a later event may leave out the rest
	process()
	lead = frappe.get_doc("CRM Contact", {"phone": "+14155550144"})
	assert (lead.full_name, lead.status, lead.contact_owner) == ("Maria (respond.io)", "Lead", seller)
	assert len(notes_on(lead)) == 3
	assert frappe.db.count("CRM Contact") == 1


def test_an_event_that_cannot_be_noted_fails_after_some_tries_and_hinders_no_other(deliver):
	ada = make_contact(phone=PHONE)
	frappe.db.commit()
	bad = event(contact={"id": 3, "firstName": "X", "email": "x@acme.example"})
	frappe.db.set_single_value("CRM Respondio Settings", "unknown_contacts", "Create Lead")
	frappe.db.commit()
	deliver(bad)
	deliver(event())
	frappe.db.set_value(EVENT, {"event_id": bad["event_id"]}, "payload", "no json")
	for _ in range(6):
		process()
	assert outcome(bad)[0] == "Failed"
	assert len(notes_on(ada)) == 1


def test_a_thousand_deliveries(deliver, full_size):
	"""Duplicates, another order, bad signatures, garbage, four at a time: each event that is one is noted once."""
	count = 1000 if full_size else 120
	people = [make_contact(phone=f"+1415555{number:04}") for number in range(10)]
	frappe.db.commit()
	chance = random.Random(6)
	good = [
		event(contact={"id": number % 10, "phone": people[number % 10].phone}, message={"timestamp": NOON + number, "message": {"type": "text", "text": f"number {number}"}})
		for number in range(count // 2)
	]  # fmt: skip
	deliveries = [(body, KEYS[0]) for body in good] + [
		(body, KEYS[1]) for body in chance.sample(good, count // 5)
	]
	deliveries += [(event(), "not a key")] * (count // 5)
	deliveries += [(b'{"event_type": "message.rec', KEYS[0])] * (count - len(deliveries))
	chance.shuffle(deliveries)
	with ThreadPoolExecutor(4) as pool:
		statuses = list(pool.map(lambda one: deliver(*one), deliveries))
	process()
	expected = [200 if isinstance(body, dict) and key in KEYS else 400 if isinstance(body, bytes) else 401 for body, key in deliveries]  # fmt: skip
	assert statuses == expected
	noted = frappe.get_all(NOTE, pluck="content")
	assert sorted(noted) == sorted(body["message"]["message"]["text"] for body in good)
	for person in people:
		numbers = [int(note.content.split()[1]) for note in notes_on(person)]
		assert numbers == sorted(numbers)
		last = frappe.db.get_value("CRM Contact", person.name, "last_activity_on")
		assert last == get_datetime(notes_on(person)[-1].completed_on)


@pytest.mark.parametrize("contact", [{"phone": "+14155550144"}, {"email": "Ada@Home.example"}])
def test_an_event_of_a_further_phone_or_email_is_that_contacts(deliver, contact):
	known = make_contact(
		email="ada@acme.example",
		phone=PHONE,
		emails=[{"email": "ada@home.example"}],
		phones=[{"phone": "+14155550144"}],
	)
	deliver(event(contact={"id": 45, **contact}))
	process()
	assert len(notes_on(known)) == 1
