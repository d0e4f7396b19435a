"""What strangers send to the public addresses: nothing breaks, nothing is found out, nothing is written that should not be."""

import random
import re
import statistics
import time

import frappe
import pytest

from frappe_crm_app.records.audiences.links import person_token
from tests.factories import make_contact, make_list, make_subscription
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
