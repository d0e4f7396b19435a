"""Accepting and declining, over HTTP: once, the current version, with the code that was asked for, and proof of it."""

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
import requests
from frappe.utils import add_days, add_to_date, nowdate

from frappe_crm_app.kit.exceptions import HistoryError
from frappe_crm_app.selling.acceptance import codes, links, records
from frappe_crm_app.selling.acceptance.chain import Fault
from frappe_crm_app.selling.acceptance.presenting import decision_on, moment
from tests.site.selling.acceptance.conftest import (
	ADDRESS,
	API,
	drawn,
	mails_about,
	optional,
	rows_of,
	send_quote,
	sentence_of,
	token_in,
)
from tests.stack.site import refresh


def test_accepting_stores_what_was_chosen_and_proof_of_it(quote, customer):
	hook, _care = optional(quote)
	customer.client.headers["User-Agent"] = "Mozilla/5.0 (X11) <script>"
	answer = customer.accept([hook], drawing=drawn())
	assert answer.status_code == 200, answer.text
	stored = frappe.get_doc("CRM Quote", quote.name)
	assert (stored.status, stored.accepted_by, stored.gross_total) == ("Accepted", "Ada Lovelace", 1297)
	(row,) = rows_of(quote)
	assert (row.kind, row.typed_name, row.address, row.code_confirmed) == (
		"Accepted",
		"Ada Lovelace",
		ADDRESS,
		0,
	)
	assert row.pdf_sha256 == quote.pdf_sha256
	assert row.agent == "Mozilla/5.0 (X11) script"
	assert re.fullmatch(r"203\.0\.\d+\.•••", row.ip_masked)
	assert quote.display_number in row.consent_sentence
	assert json.loads(row.chosen_lines) == [hook]
	assert json.loads(row.totals)["gross"] == "1297.00"
	assert row.drawing.startswith("data:image/png;base64,")
	assert answer.json()["message"]["hash"] == row.row_hash
	assert records.verify_chain(quote.name) is None
	assert frappe.db.get_value("CRM Sales Deal", quote.deal, "outcome") == "Won"


def test_a_second_acceptance_is_refused(quote, customer, customer_of):
	assert customer.accept().status_code == 200
	for other in (customer, customer_of(quote, "other@harbor.example")):
		again = other.accept(typed_name="Grace Hopper")
		assert again.status_code == 409
		assert sentence_of(again) == f"{quote.display_number} is accepted already."
		assert other.do("decline", reason="no").status_code == 409
	assert len(rows_of(quote, kind="Accepted")) == 1
	assert frappe.db.get_value("CRM Quote", quote.name, "accepted_by") == "Ada Lovelace"


WRONG = {
	"no consent": {"consent": 0},
	"no name": {"typed_name": " "},
	"markup": {"typed_name": "<b>Ada</b>"},
	"a line that is not optional": {"lines": ["nothing"]},
	"another version": {"version": 2},
	"no version": {"version": "x"},
	"no drawing": {"drawing": "data:image/png;base64,AAAA"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_accepted_changes_nothing(quote, customer, wrong):
	answer = customer.accept(**wrong)
	assert 400 <= answer.status_code < 500
	assert sentence_of(answer)
	refresh()
	assert rows_of(quote) == []
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Sent"


def test_an_expired_quote_is_not_accepted_even_before_the_daily_job(quote, customer):
	frappe.db.set_value("CRM Quote", quote.name, "valid_until", add_days(nowdate(), -1))
	refresh()
	assert customer.get()["is_open"] is False
	answer = customer.accept()
	assert answer.status_code == 409
	assert "expired" in sentence_of(answer)


def test_declining_keeps_the_reason(quote, customer):
	assert customer.do("decline", reason=" ").status_code == 417
	customer.get("decline", reason="Too <dear>")
	stored = frappe.get_doc("CRM Quote", quote.name)
	assert (stored.status, stored.decline_reason) == ("Declined", "Too ‹dear›")
	(row,) = rows_of(quote)
	assert (row.kind, row.text) == ("Declined", "Too ‹dear›")
	assert "Too ‹dear›" in customer.page().text
	assert customer.accept().status_code == 409


def code_in(quote) -> str:
	return re.search(r"\b(\d{6})\b", mails_about(quote)[-1].get_body(("plain",)).get_content())[1]


@pytest.fixture
def guarded(committed):
	return send_quote(needs_code=1)


def test_a_quote_that_asks_for_a_code_takes_the_one_that_was_mailed(guarded, customer_of):
	customer = customer_of(guarded)
	assert customer.get()["code_goes_to"] == "b•••@h•••.example"
	assert customer.accept().status_code == 417
	assert customer.get("send_code") == {"sent_to": "b•••@h•••.example", "minutes": 10}
	(mail,) = mails_about(guarded)
	assert mail.recipients == [ADDRESS]
	code = code_in(guarded)
	assert code not in mail["Subject"]
	wrong = f"{(int(code) + 1) % 10**6:06}"
	assert sentence_of(customer.accept(code=wrong)) == "This is not the code that we have sent."
	assert customer.accept(code=f"{code[:3]} {code[3:]}").status_code == 200
	assert [row.kind for row in rows_of(guarded)] == ["Code Sent", "Accepted"]
	assert rows_of(guarded)[-1].code_confirmed == 1
	assert not any(
		code in str(value)
		for row in rows_of(guarded)
		for value in row.values()
		if value != row.occurred_utc and not str(value).isalnum()
	)


def test_a_code_is_good_for_five_tries_and_ten_minutes(guarded, customer_of):
	customer = customer_of(guarded)
	customer.get("send_code")
	code = code_in(guarded)
	wrong = f"{(int(code) + 1) % 10**6:06}"
	assert {sentence_of(customer.accept(code=wrong)) for _ in range(5)} == {
		"This is not the code that we have sent."
	}
	assert sentence_of(customer.accept(code=code)) == "Too many wrong codes. Please ask for a new one."
	assert customer.accept(code=code).status_code == 417
	customer.get("send_code")
	code = code_in(guarded)
	link = links.find(customer.token).name
	assert 0 < frappe.cache.ttl(codes.key_of("code", link)) <= 600
	frappe.cache.delete(codes.key_of("code", link))
	assert "older than 10 minutes" in sentence_of(customer.accept(code=code))


def test_a_code_of_another_link_is_none(guarded, customer_of):
	customer, other = customer_of(guarded), customer_of(guarded, "other@harbor.example")
	other.get("send_code")
	code = code_in(guarded)
	customer.get("send_code")
	assert code == code_in(guarded) or customer.accept(code=code).status_code == 417


def test_codes_are_sent_five_times_an_hour_and_only_where_they_are_asked_for(guarded, customer, customer_of):
	assert customer.do("send_code").status_code == 417
	asking = customer_of(guarded)
	assert [asking.do("send_code").status_code for _ in range(6)] == [200] * 5 + [429]
	assert len(mails_about(guarded)) == 5


def test_of_a_hundred_who_accept_at_once_one_does(quote, server):
	tokens = [token_in(links.make(quote, f"buyer{number}@harbor.example")) for number in range(20)]
	refresh()

	def accept(number: int) -> tuple[int, str]:
		body = {
			"token": tokens[number % 20],
			"version": 1,
			"lines": [],
			"typed_name": f"Ada Number {number} X",
			"consent": 1,
		}
		headers = {"X-Forwarded-For": f"198.51.100.{number}", "Accept": "application/json"}
		answer = requests.post(f"{server}{API}accept", json=body, headers=headers, timeout=120)
		return answer.status_code, answer.text

	with ThreadPoolExecutor(25) as pool:
		answers = list(pool.map(accept, range(100)))
	refresh()
	states = Counter(status for status, _text in answers)
	assert states == {200: 1, 409: 99}, [text[-300:] for status, text in answers if status not in (200, 409)][
		:3
	]
	(row,) = rows_of(quote)
	assert frappe.db.get_value("CRM Quote", quote.name, "accepted_by") == row.typed_name
	assert frappe.db.count("CRM Quote Certificate", {"quote": quote.name}) == 1
	assert records.verify_chain(quote.name) is None


def test_views_and_questions_at_once_make_one_chain(quote, customer_of):
	customers = [customer_of(quote, f"buyer{number}@harbor.example") for number in range(12)]
	with ThreadPoolExecutor(12) as pool:
		done = list(
			pool.map(
				lambda each: (
					requests.post(
						each.client.base_url + API + "ask",
						json={"token": each.token, "question": "When?"},
						headers=each.client.headers,
						timeout=60,
					).status_code
				),
				customers,
			)
		)
	assert set(done) <= {200, 409}
	refresh()
	assert [row.sequence for row in rows_of(quote)] == list(range(1, done.count(200) + 1))
	assert done.count(200) >= 8
	assert records.verify_chain(quote.name) is None


@pytest.fixture
def accepted(quote, customer):
	customer.get("saw")
	customer.get("ask", question="When does it come?")
	assert customer.accept().status_code == 200
	return quote


@pytest.mark.parametrize("user", ["Administrator", "CRM Admin", "CRM Manager"])
def test_nobody_changes_or_deletes_a_row(accepted, api, make_user, user):
	name = rows_of(accepted)[-1].name
	client = api(user if user == "Administrator" else make_user(user))
	path = f"/api/resource/CRM Quote Acceptance/{name}"
	change = {"doctype": "CRM Quote Acceptance", "name": name, "fieldname": "typed_name", "value": "Eve"}
	docs = json.dumps([{"doctype": "CRM Quote Acceptance", "docname": name, "typed_name": "Eve"}])
	answers = [
		client.put(path, json={"typed_name": "Eve"}),
		client.delete(path),
		client.post("/api/method/frappe.client.set_value", json=change),
		client.post("/api/method/frappe.client.bulk_update", json={"docs": docs}),
		client.post(
			"/api/method/frappe.client.delete", json={"doctype": "CRM Quote Acceptance", "name": name}
		),
		client.post("/api/resource/CRM Quote Acceptance", json={"quote": accepted.name, "kind": "Accepted"}),
	]
	assert not [answer.url for answer in answers[:3] + answers[4:] if answer.ok]
	refresh()
	assert rows_of(accepted)[-1].typed_name == "Ada Lovelace"
	assert len(rows_of(accepted)) == 3
	assert records.verify_chain(accepted.name) is None


def test_no_script_changes_a_row_by_its_document(accepted):
	row = frappe.get_doc("CRM Quote Acceptance", rows_of(accepted)[-1].name)
	for change in (
		lambda: row.db_set("typed_name", "Eve"),
		lambda: row.update({"typed_name": "Eve"}).save(ignore_permissions=True),
		lambda: row.db_update(),
		lambda: frappe.delete_doc(row.doctype, row.name, force=True, ignore_permissions=True),
		lambda: frappe.get_doc({"doctype": row.doctype, "quote": accepted.name, "kind": "Accepted"}).insert(),
	):
		with pytest.raises(HistoryError):
			change()
	frappe.db.rollback()


CHANGES = {
	"typed_name": "Eve Hopper",
	"pdf_sha256": "0" * 64,
	"occurred_utc": "2020-01-01T00:00:00.000000Z",
	"totals": "{}",
	"code_confirmed": 1,
	"kind": "Declined",
	"row_hash": "0" * 64,
}


@pytest.mark.parametrize("field", CHANGES)
def test_what_is_changed_past_us_is_named(accepted, field):
	name = rows_of(accepted)[-1].name
	frappe.db.set_value("CRM Quote Acceptance", name, field, CHANGES[field])
	found = records.verify_chain(accepted.name)
	assert (found.name, found.fault) == (name, Fault.CHANGED)


def test_what_is_taken_out_past_us_is_noticed(accepted):
	first, second, last = rows_of(accepted)
	frappe.db.delete("CRM Quote Acceptance", {"name": last.name})
	assert records.verify_chain(accepted.name).fault == Fault.CUT_OFF
	frappe.db.rollback()
	frappe.db.delete("CRM Quote Acceptance", {"name": second.name})
	assert (records.verify_chain(accepted.name).name, first.sequence) == (last.name, 1)
	frappe.db.rollback()


def test_the_page_tells_the_time_of_the_certificate(accepted):
	stored = frappe.get_doc("CRM Quote", accepted.name)
	row = records.accepted_row(accepted.name)
	stored.accepted_on = add_to_date(row.occurred_on, seconds=-2)  # the deal was won in between
	assert decision_on(stored)["on"] == moment(row.occurred_on)
