"""What strangers send to the public addresses: nothing breaks, nothing is found out, nothing is written that should not be."""

import random
import re
import statistics
import time

import frappe
import pytest

from frappe_crm_app.channels.campaigns.signing import key, signed
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import make_token
from frappe_crm_app.records.audiences.links import person_token
from frappe_crm_app.records.identity.api import merge
from tests.factories import make_contact, make_list, make_recipient, make_subscription
from tests.site.intake.subscriptions.conftest import ADA, API, forget_limits, subscription

NAMES = ("subscribe", "confirm", "get_preferences", "set_preferences", "one_click")
TEXTS = (
	"", "0", "null", "'", '" or 1=1 --', "<script>alert(1)</script>", "\0", "a" * 20_000, "é" * 500, "..", "a.b.c", "%00",
	"{{ 7 * 7 }}", "\ud83d", "-1", "1e999", "[]", "{}", "[[[[[[", '{"$ne": ""}', "eve@example.com\nBcc: x@example.com",
)  # fmt: skip
FIELDS = (
	"mailing_list", "email", "first_name", "last_name", "token", "website", "key", "lists", "channels", "everything_off", "t", "r", "page",
)  # fmt: skip
EXCEPTION_ID = re.compile("[0-9a-f]{56}")  # Frappe's, another one for each refusal
PAGES = (
	"subscribe-to-list?list=",
	"confirm-subscription?key=",
	"mail-preferences?t=",
	"unsubscribe-from-mails?t=",
)


def odd(chance: random.Random, known: list[str]) -> object:
	return chance.choice(
		[
			*TEXTS,
			*known,
			None,
			0,
			-1,
			2**70,
			1.5,
			True,
			[],
			{},
			["x"] * 300,
			{"Email": "yes"},
			[[["x"]]],
			{"a": {"b": []}},
		]
	)


def test_no_request_breaks_anything_or_changes_somebody(subscriber, news, full_size):
	contact = make_contact(email=ADA, phone="+4915112345678")
	held = make_subscription(contact, news)
	frappe.db.commit()
	token, chance = person_token(contact.name, ADA), random.Random(25)
	forged = [
		token[:-1] + ("A" if token[-1] != "A" else "B"),
		token.replace(".", "_"),
		contact.name,
		held.name,
		news,
	]
	before = frappe.db.count("CRM Consent"), frappe.db.count("CRM Contact")
	for number in range(5000 if full_size else 500):
		if number % 25 == 0:
			forget_limits()
		values = {name: odd(chance, forged) for name in chance.sample(FIELDS, chance.randint(0, 6))}
		if number % 10 == 0:
			answer = subscriber.client.get(
				"/" + chance.choice(PAGES) + str(odd(chance, forged))[:1500].replace("\ud83d", "")
			)
		elif number % 10 == 1:
			answer = subscriber.client.get(
				API + "one_click", params={"t": str(values.get("t"))[:1500].replace("\ud83d", "")}
			)
		else:
			answer = subscriber.client.post(API + chance.choice(NAMES), json=values, allow_redirects=False)
		assert answer.status_code < 500, (number, values, answer.text[-500:])
		assert ADA not in answer.text
		assert "Traceback" not in answer.text
	assert subscription(ADA).status == "Subscribed"
	assert (frappe.db.count("CRM Consent"), frappe.db.count("CRM Contact")) == before


def test_nobody_finds_out_who_is_known(subscriber, news, work_off):
	known, out = make_contact(email=ADA), make_contact(email="out@example.com", email_opt_out=1)
	make_subscription(known, news)
	frappe.db.commit()
	answers = [
		subscriber.subscribe(news, address) for address in (ADA, "out@example.com", "nobody@example.com")
	]
	assert len({(answer.status_code, answer.text) for answer in answers}) == 1
	assert {tuple(sorted(answer.headers)) for answer in answers} == {tuple(sorted(answers[0].headers))}
	assert frappe.db.get_value("CRM Contact", out.name, "email_opt_out") == 1


def test_known_and_unknown_addresses_take_as_long(subscriber, news, committed):
	for number in range(12):
		make_subscription(make_contact(email=f"known{number}@example.com"), news)
	frappe.db.commit()
	took = {"known": [], "unknown": []}
	for number in range(12):
		forget_limits()
		for kind, times in took.items():
			begun = time.perf_counter()
			assert subscriber.subscribe(news, f"{kind}{number}@example.com").ok
			times.append(time.perf_counter() - begun)
	middle = {kind: statistics.median(times) for kind, times in took.items()}
	assert max(middle.values()) < 2.5 * min(middle.values()), middle


def test_wrong_links_are_answered_alike(subscriber, committed):
	contact, gone = make_contact(email=ADA), make_contact(email="gone@example.com")
	frappe.db.commit()
	token, of_gone = person_token(contact.name, ADA), person_token(gone.name, "gone@example.com")
	frappe.delete_doc("CRM Contact", gone.name)
	frappe.db.commit()
	wrong = [
		of_gone,
		token[:-2] + "AA",
		"x.y.z",
		"",
		token + "x",
		f"{token.split('.')[0]}.0.{token.split('.')[2]}",
	]
	answers = [subscriber.call("get_preferences", token=each) for each in wrong]
	assert len({(answer.status_code, EXCEPTION_ID.sub("", answer.text)) for answer in answers}) == 1
	assert answers[0].status_code == 410


def test_robots_and_floods_write_nothing(subscriber, news, committed):
	subscriber.client.post(
		API + "subscribe",
		json={
			"mailing_list": news,
			"email": ADA,
			"token": subscriber.token(news),
			"website": "https://spam.example",
		},
	)
	subscriber.client.post(
		API + "subscribe", json={"mailing_list": news, "email": ADA, "token": subscriber.token(news, age=0)}
	)
	token = subscriber.token(news)
	once = {"mailing_list": news, "token": token}
	subscriber.client.post(API + "subscribe", json={**once, "email": "first@example.com"})
	subscriber.client.post(API + "subscribe", json={**once, "email": "second@example.com"})
	other = subscriber.token(make_list(is_public=1).name)
	refused = subscriber.client.post(
		API + "subscribe", json={"mailing_list": news, "email": ADA, "token": other}
	)
	assert refused.status_code == 410
	codes = [subscriber.subscribe(news, f"flood{number}@example.com").status_code for number in range(40)]
	assert codes[-1] == 429
	assert subscription(ADA) is None
	assert subscription("second@example.com") is None
	assert frappe.db.count("CRM Subscription") < 32


@pytest.mark.parametrize("is_public", [0, None])
def test_lists_that_are_not_public_cannot_be_told_from_none(subscriber, committed, is_public):
	name = "nothing" if is_public is None else make_list(is_public=0, list_name="Secret").name
	frappe.db.commit()
	answer = subscriber.subscribe(name)
	assert answer.status_code >= 400
	assert "There is no such mailing list." in answer.text
	assert "Secret" not in subscriber.client.get(f"/subscribe-to-list?list={name}").text


def tokens_of_other_kinds(contact, subscription_name: str, mailing_list: str) -> dict[str, str]:
	"""Return tokens that this site has signed, none of which is a person's."""
	now = time.time()
	recipient = make_recipient(contact)
	return {
		"page": make_token(key_for(Purpose.SUBSCRIBING), mailing_list, now),
		"subscription": make_token(key_for(Purpose.SUBSCRIPTION), subscription_name, now),
		"lead form": make_token(key_for(Purpose.CONFIRMATION), contact.name, now),
		"lead form's page": make_token(key_for(Purpose.TOKEN), contact.name, now),
		"recipient": recipient.token,
		"click": signed(key(), recipient.token, 1),
		"address": person_token(contact.name, ADA).split(".")[1],
	}


def test_tokens_of_another_kind_are_those_of_nobody(subscriber, news):
	contact = make_contact(email=ADA)
	held = make_subscription(contact, news)
	frappe.db.commit()
	others, own = tokens_of_other_kinds(contact, held.name, news), person_token(contact.name, ADA)
	for kind, token in others.items():
		for call, values in (
			("get_preferences", {"token": token}),
			("set_preferences", {"token": token, "everything_off": 1}),
			("one_click", {"t": token}),
		):
			answer = subscriber.call(call, **values)
			assert answer.status_code == 410, (kind, call, answer.text)
	for kind, token in {**others, "person": own}.items():
		if kind != "subscription":
			assert subscriber.call("confirm", key=token).status_code == 410, kind
		if kind != "page":
			body = {"mailing_list": news, "email": "eve@example.com", "token": token}
			assert subscriber.client.post(API + "subscribe", json=body).status_code == 410, kind
	assert subscription(ADA).status == "Subscribed"
	assert subscription("eve@example.com") is None


def test_links_after_merges_and_after_deleting(subscriber, news, committed):
	"""A link leads to whoever the person has become, through several merges, and to nobody once that one is deleted."""
	people = [make_contact(email=f"ada{number}@example.com") for number in range(3)]
	for each in people:
		make_subscription(each, news)
	frappe.db.commit()
	token = person_token(people[2].name, "ada2@example.com")
	merge(people[1].name, people[2].name)
	merge(people[0].name, people[1].name)
	frappe.db.commit()
	assert subscriber.call("one_click", t=token).ok
	frappe.db.rollback()
	assert frappe.db.get_value("CRM Contact", people[0].name, "email_opt_out") == 1
	assert frappe.get_all("CRM Subscription", pluck="status") == ["Unsubscribed"]
	frappe.delete_doc("CRM Contact", people[0].name)
	frappe.db.commit()
	for call, values in (("get_preferences", {"token": token}), ("one_click", {"t": token})):
		assert subscriber.call(call, **values).status_code == 410
	frappe.db.rollback()
	for doctype in ("CRM Consent", "CRM Subscription", "CRM Segment Member"):
		assert not frappe.db.count(doctype)


def test_known_and_unknown_links_take_as_long(subscriber, committed):
	"""Whose link is not signed is not looked for; of one that is, only who made it knows whether it leads to somebody."""
	contact = make_contact(email=ADA)
	frappe.db.commit()
	token = person_token(contact.name, ADA)
	wrong = {
		"of nobody": person_token("nobody", ADA)[:-4] + "AAAA",
		"of somebody": token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB"),
	}
	took = {kind: [] for kind in wrong}
	for _number in range(12):
		for kind, each in wrong.items():
			begun = time.perf_counter()
			assert subscriber.call("get_preferences", token=each).status_code == 410
			took[kind].append(time.perf_counter() - begun)
	middle = {kind: statistics.median(times) for kind, times in took.items()}
	assert max(middle.values()) < 2.5 * min(middle.values()), middle


def test_nobody_says_by_their_own_link_that_somebody_else_has_unsubscribed(subscriber, committed):
	own, other = make_contact(email=ADA), make_contact(email="grace@example.com")
	recipient = make_recipient(other)
	frappe.db.commit()
	assert subscriber.call("one_click", t=person_token(own.name, ADA), r=recipient.token).ok
	frappe.db.rollback()
	assert frappe.db.get_value("CRM Contact", own.name, "email_opt_out") == 1
	assert frappe.db.get_value("CRM Contact", other.name, "email_opt_out") == 0
	assert not frappe.db.get_value("CRM Campaign Recipient", recipient.name, "unsubscribed_on")
