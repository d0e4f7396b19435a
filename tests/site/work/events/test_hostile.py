"""Requests that no page of ours sends, at rooms, invitations and feeds: none is an error of ours, none reads or writes anything foreign."""

import json
import random
from collections import Counter
from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.work.events.feeds import keeping as feeds
from frappe_crm_app.work.events.room import keeping as rooms
from tests.factories import (
	make_contact,
	make_customer,
	make_meeting,
	make_milestone,
	make_note,
	make_project,
	make_task,
)
from tests.site.intake.lead_forms.hostile import TEXTS, THINGS
from tests.site.work.events.conftest import API, fresh, token_of
from tests.stack.site import refresh

SEED = 20261127
ENDPOINTS = (
	"room.api.saw", "room.api.tick", "room.api.comment", "room.api.upload", "room.api.answer", "invitations.api.answer", "feeds.api.feed",
	"room.api.make_link", "room.api.end_link", "feeds.api.make", "feeds.api.end", "api.invite", "api.respond", "room.api.opened",
)  # fmt: skip
FIELDS = ("task", "event", "answer", "text", "is_done", "a", "occurrence")
FOREIGN = (
	"doctype",
	"name",
	"cmd_",
	"ignore_permissions",
	"flags",
	"user",
	"link",
	"contact",
	"project",
	"self",
	"by",
	"said",
)
SECRET = "Zyxwv secret"
KEPT = {
	"CRM Room View", "Comment", "File", "Notification Log", "Sessions", "Scheduled Job Log", "Error Log", "Version", "CRM Event Mail",
	"CRM Domain Event", "RQ Job", "Email Queue", "Email Queue Recipient",
}  # fmt: skip


@pytest.fixture
def place(committed, ada, rep):
	"""What belongs to Ada, and what does not; tokens of hers, and names of everything."""
	project = make_project(title="Delivery", project_owner=rep, participants=[{"contact": ada.name}])
	task = make_task(project, subject="Choose the paint", contact_assigned=ada.name)
	event = make_meeting(ada, about=(project,))
	other = make_project(title=SECRET, participants=[{"contact": make_contact(last_name=SECRET).name}])
	foreign = [
		make_task(project, subject=SECRET),
		make_task(other, subject=SECRET, contact_assigned=ada.name),
		make_milestone(other, title=SECRET),
		make_meeting(make_contact(), title=SECRET),
		make_note(make_customer(customer_name=SECRET), subject=SECRET),
	]
	frappe.set_user(rep)
	feed = feeds.make(None)["url"].partition("token=")[2]
	frappe.set_user("Administrator")
	room = rooms.make(ada.name, project.name, None)["url"].partition("t=")[2]
	return frappe._dict(
		tokens=[room, token_of(event), feed],
		names=[task.name, event.name, project.name, *(each.name for each in foreign)],
		foreign=foreign,
		event=event,
	)


def requests_of(seed: int, number: int, place: frappe._dict) -> Iterator[tuple[str, str, dict]]:
	"""Yield method, path and options of requests, the same for the same seed."""
	dice = random.Random(seed)
	for _ in range(number):
		body = {"token": dice.choice((*place.tokens, *place.tokens, *TEXTS, *THINGS))}
		for field in dice.sample((*FIELDS, *FOREIGN), dice.randint(0, 6)):
			body[field] = dice.choice((*TEXTS, *THINGS, *place.names, place.names, "Yes", 1))
		headers = {
			"X-Forwarded-For": f"{dice.randint(1, 223)}.{dice.randint(0, 255)}.1.1",
			"Accept": "application/json",
		}
		if dice.random() < 0.15:
			page = dice.choice(("/room", "/rsvp", "/room.html"))
			yield (
				"GET",
				page,
				{
					"params": {"t": str(body["token"])[:3000].encode(errors="replace"), "a": "Yes"},
					"headers": headers,
				},
			)
			continue
		path = dice.choice(("/api/method/", "/api/v1/method/", "/api/v2/method/")) + API.removeprefix(
			"/api/method/"
		)
		options = sent(dice, body, headers)
		method = dice.choices(("POST", "GET", "PUT", "DELETE"), (76, 16, 4, 4))[0]
		yield method, path + dice.choice(ENDPOINTS), options


def sent(dice: random.Random, body: dict, headers: dict) -> dict:
	"""Return how a body is sent: as JSON, as a form, broken, or with a file."""
	way, as_form = dice.random(), {key: str(value).encode(errors="replace") for key, value in body.items()}
	if way < 0.5:
		return {"data": json.dumps(body), "headers": {**headers, "Content-Type": "application/json"}}
	if way < 0.65:
		return {
			"params": {key: str(value)[:2000].encode(errors="replace") for key, value in body.items()},
			"headers": headers,
		}
	if way < 0.75:
		return {"data": as_form, "headers": headers}
	if way < 0.85:
		broken = dice.choice((b"{", b"[1]", b"\xff\xfe", b'"x"', b"null", b"{" * 5000))
		return {"data": broken, "headers": {**headers, "Content-Type": "application/json"}}
	content = dice.choice((b"", b"%PDF-1.7", b"<svg onload=alert(1)>", b"\x00" * 5000))
	name = dice.choice(("a.pdf", "../../a.pdf", "a.svg", "a" * 500 + ".pdf", "\u202efdp.exe"))
	return {"data": as_form, "files": {"file": (name, content)}, "headers": headers}


def counts() -> dict[str, int]:
	"""Return how many rows each table has to which no such request may add."""
	refresh()
	tables = [table for table in frappe.db.get_tables(cached=False) if table.startswith("tab")]
	names = {table.removeprefix("tab") for table in tables} - KEPT
	return {
		name: frappe.db.count(name)
		for name in names
		if frappe.db.exists("DocType", {"name": name, "issingle": 0})
	}


@pytest.mark.split
def test_hostile_requests_break_nothing_and_reach_nothing_foreign(place, api, full_size):
	before, client, states = counts(), api(None), Counter()
	stamps = [frappe.db.get_value(each.doctype, each.name, "modified") for each in place.foreign]
	for method, path, options in requests_of(SEED, 5000 if full_size else 500, place):
		answer = client.request(method, path, allow_redirects=False, **options)
		states[answer.status_code] += 1
		assert answer.status_code < 500, f"{method} {path} {options}\n{answer.text[-3000:]}"
		assert "secret" not in answer.text
		assert "Traceback" not in answer.text
	print(dict(states))
	assert states[200]
	assert states[410]
	after = counts()
	assert {name: (before[name], count) for name, count in after.items() if count != before.get(name)} == {}
	assert [frappe.db.get_value(each.doctype, each.name, "modified") for each in place.foreign] == stamps
	files = frappe.get_all(
		"File", {"attached_to_doctype": "CRM Follow-up Note"}, ["file_name", "is_private", "attached_to_name"]
	)
	assert all(
		file.is_private and file.attached_to_name == place.names[0] and file.file_name.endswith(".pdf")
		for file in files
	)
	assert {row.status for row in fresh(place.event).attendees} <= {"Invited", "Yes"}


@pytest.mark.parametrize("page", ["room", "rsvp"])
@pytest.mark.parametrize(
	"query", ["", "t=", "t=x&t=y", "t[]=x", "t=%ff", "t=" + "a" * 3000, "t={{7*7}}", "T=x"]
)
def test_pages_without_a_token_say_one_sentence(api, committed, page, query):
	answer = api(None).get(f"/{page}?{query}", headers={"Accept": "text/html"})
	assert answer.status_code == 410
	assert "This link is not valid any more" in answer.text
	assert "Traceback" not in answer.text
