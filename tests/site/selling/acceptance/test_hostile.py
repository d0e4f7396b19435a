"""Requests that no page of ours sends: none is an error of ours, none reads or writes anything foreign."""

import json
import random
from collections import Counter
from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.selling.acceptance import records
from tests.site.intake.lead_forms.hostile import TEXTS, THINGS
from tests.site.selling.acceptance.conftest import API, optional, rows_of, send_quote
from tests.stack.site import refresh

SEED = 20261127
ENDPOINTS = ("get_quote", "saw", "choose", "ask", "send_code", "accept", "decline", "get_pdf", "verify")
FIELDS = (
	"lines",
	"question",
	"version",
	"typed_name",
	"drawing",
	"consent",
	"code",
	"reason",
	"signed",
	"sha256",
)
FOREIGN = (
	"quote",
	"doctype",
	"name",
	"kind",
	"cmd_",
	"ignore_permissions",
	"flags",
	"user",
	"link",
	"docs",
	"self",
)
WRITTEN = {"CRM Quote Acceptance", "CRM Follow-up Note", "Notification Log"}


def requests_of(
	seed: int, number: int, tokens: list[str], lines: list[str]
) -> Iterator[tuple[str, str, dict]]:
	"""Yield method, path and options of requests, the same for the same seed."""
	dice = random.Random(seed)
	for _ in range(number):
		body = {"token": dice.choice((*tokens, *TEXTS, *THINGS))}
		for field in dice.sample((*FIELDS, *FOREIGN), dice.randint(0, 6)):
			body[field] = dice.choice(
				(
					*TEXTS,
					*THINGS,
					*lines,
					lines,
					"A B",
					json.dumps(lines),
					"data:image/png;base64,iVBORw0KGgo=",
				)
			)
		path = dice.choice(("/api/method/", "/api/v1/method/", "/api/v2/method/")) + API.removeprefix(
			"/api/method/"
		)
		name = dice.choice(ENDPOINTS if dice.random() < 0.9 else ("nothing", "opened", ""))
		headers = {"X-Forwarded-For": f"{dice.randint(1, 223)}.{dice.randint(0, 255)}.1.1"}
		yield (
			dice.choices(("POST", "GET", "PUT", "DELETE"), (80, 12, 4, 4))[0],
			path + name,
			{**sent(dice, body), "headers": headers},
		)


def sent(dice: random.Random, body: dict) -> dict:
	"""Return how a body is sent: as JSON, as a form, broken, or as a file."""
	way = dice.random()
	if way < 0.6:
		return {"data": json.dumps(body), "is_json": True}
	if way < 0.8:
		return {"data": {key: str(value).encode(errors="replace") for key, value in body.items()}}
	if way < 0.9:
		return {"data": dice.choice((b"{", b"[1]", b"\xff\xfe", b'"x"', b"null", b"{" * 5000))}
	return {"files": {"file": dice.choice((b"", b"%PDF-1.7", b"\x00" * 5000))}}


def counts() -> dict[str, int]:
	"""Return how many rows each table has that no such request may add to, and what the quotes say."""
	refresh()
	tables = [table for table in frappe.db.get_tables(cached=False) if table.startswith("tab")]
	names = (
		{table.removeprefix("tab") for table in tables}
		- WRITTEN
		- {"Sessions", "Scheduled Job Log", "Error Log", "Email Queue", "Email Queue Recipient"}
	)
	return {
		name: frappe.db.count(name)
		for name in names
		if frappe.db.exists("DocType", {"name": name, "issingle": 0})
	}


@pytest.mark.split
def test_hostile_requests_break_nothing_and_reach_nothing_foreign(customer_of, api, full_size, committed):
	quote, other = send_quote(), send_quote(title="Somebody else’s secret crane")
	tokens = [customer_of(quote).token for _ in range(5)]
	foreign = frappe.get_doc("CRM Quote", other.name)
	before, client, states = counts(), api(None), Counter()
	number = 5000 if full_size else 500
	for method, path, options in requests_of(
		SEED, number, tokens, [*optional(quote), *optional(other), quote.lines[0].name]
	):
		headers = {**options.pop("headers"), "Accept": "application/json"}
		headers |= {"Content-Type": "application/json"} if options.pop("is_json", False) else {}
		answer = client.request(method, path, headers=headers, allow_redirects=False, **options)
		states[answer.status_code] += 1
		assert answer.status_code < 500, f"{method} {path} {options}\n{answer.text[-3000:]}"
		assert "secret" not in answer.text
		assert "Traceback" not in answer.text
	print(f"{number} requests: {dict(states)}")
	assert states[200]
	assert states[410]
	after = counts()
	assert {name: (before[name], count) for name, count in after.items() if count != before.get(name)} == {}
	assert rows_of(foreign) == []
	assert frappe.db.get_value("CRM Quote", other.name, "status") == "Sent"
	assert records.verify_chain(quote.name) is None
	assert not any("<" in (row.text or "") + (row.typed_name or "") for row in rows_of(quote))


@pytest.mark.parametrize(
	"query", ["", "t=", "t=x&t=y", "t[]=x", "t=%00", "t=%ff", "t=" + "a" * 3000, "t={{7*7}}", "T=x"]
)
def test_pages_without_a_token_say_one_sentence(api, committed, query):
	page = api(None).get(f"/quote?{query}", headers={"Accept": "text/html"})
	assert page.status_code in (400, 410)
	assert "This link is not valid any more" in page.text or page.status_code == 400
	assert "Traceback" not in page.text
