"""What no page of ours sends: as a guest, as somebody else, with values of every kind, again and again. One sentence each, and no trace."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
import requests
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.records.identity.merging import merge
from tests.factories import make_contact, make_deal, make_note
from tests.site.bad_input import VALUES
from tests.site.screens.quick_log.phones import NOTE, finishing, logging, utc
from tests.stack.site import refresh

ENTRY = "CRM Quick Log Entry"
API = "/api/method/frappe_crm_app.screens.quick_log.api."
# Half a character stands in no body that Frappe 16 reads: all of the call is refused then.
SENT = [value for value in VALUES if not isinstance(value, str) or "\ud83d" not in value]
OF_ENTRY = ("key", "kind", "doctype", "name", "seen", "outcome", "text", "made_on", "next_step")
OF_STEP = ("action", "scheduled_on", "content")


@pytest.fixture
def post(api, rep) -> Callable[..., requests.Response]:
	"""``post(entries=...)`` -> what the server answers the rep."""
	client = api(rep)
	return lambda **facts: client.post(API + "send", json={"user": rep, **facts})


def counts() -> tuple[int, int]:
	refresh()
	return frappe.db.count(NOTE), frappe.db.count("Error Log")


def step(**values) -> dict:
	return {"action": "Call", "scheduled_on": utc(days=1), "content": "", **values}


@pytest.mark.parametrize("field", OF_ENTRY)
def test_no_value_of_an_entry_is_a_fault(post, deal, field):
	before, faults = counts(), []
	answer = post(entries=[{**logging(deal), field: value} for value in SENT])
	assert answer.status_code == 200, answer.text[:500]
	results = answer.json()["message"]["results"]
	for value, result in zip(SENT, results, strict=True):
		if result["state"] not in ("done", "refused") or (
			result["state"] == "refused" and not result["sentence"]
		):
			faults.append((str(value)[:60], result))
	assert faults == []
	done = sum(result["state"] == "done" for result in results)
	assert counts() == (before[0] + done, before[1])


@pytest.mark.parametrize("field", OF_STEP)
def test_no_value_of_a_next_step_is_a_fault(post, deal, field):
	before = counts()
	entries = [logging(deal, next_step=step(**{field: value})) for value in SENT]
	results = post(entries=entries).json()["message"]["results"]
	assert {result["state"] for result in results} <= {"done", "refused"}
	done = sum(result["state"] == "done" for result in results)
	assert counts() == (before[0] + 2 * done, before[1])


@pytest.mark.parametrize("argument", ["user", "entries"])
def test_no_argument_is_a_fault(post, argument):
	before = counts()
	for value in VALUES:
		answer = post(**{"entries": [], argument: value})
		assert answer.status_code < 500, (value, answer.text[:500])
		assert "Traceback" not in answer.text
		results = answer.json()["message"]["results"] if answer.ok else []
		assert {each["state"] for each in results} <= {"refused"}
	assert counts() == before


@pytest.mark.parametrize(
	"body", ["[" * 100_000, '{"user": 1', "\0", '{"entries": ' + "[" * 5_000 + "]" * 5_000 + "}"]
)
def test_no_body_is_a_fault(api, rep, body):
	answer = api(rep).post(API + "send", data=body, headers={"Content-Type": "application/json"})
	assert 400 <= answer.status_code < 500, answer.text[:500]


def test_no_record_that_is_asked_for_is_a_fault(api, rep, deal):
	client = api(rep)
	for value in VALUES:
		for asked in ({"doctype": deal.doctype, "name": value}, {"doctype": value, "name": deal.name}):
			answer = client.get(API + "open_record", params=_as_text(asked))
			assert 400 <= answer.status_code < 500, (value, answer.text[:500])


def _as_text(asked: dict) -> dict:
	"""What an address can hold: 3000 characters of it, which web servers take."""
	return {name: str(value).encode("utf-8", "replace")[:1_000] for name, value in asked.items()}


def test_who_is_not_of_the_crm_sends_nothing(api, deal, make_user):
	entry, other = logging(deal), make_user()
	for user in (None, other):
		answer = api(user).post(API + "send", json={"user": user or "Guest", "entries": [entry]})
		assert answer.status_code == 403
		assert (
			api(user)
			.get(API + "open_record", params={"doctype": deal.doctype, "name": deal.name})
			.status_code
			== 403
		)
	assert frappe.db.count(NOTE) == frappe.db.count(ENTRY) == 0


def test_nothing_is_sent_by_a_link_that_somebody_was_made_to_open(api, rep, deal):
	answer = api(rep).get(API + "send", params={"user": rep, "entries": frappe.as_json([logging(deal)])})
	assert answer.status_code == 403
	assert counts()[0] == 0


def test_what_somebody_sent_is_neither_read_nor_changed_by_others(api, rep, sent, deal, make_user):
	entry = logging(deal)
	sent(entry)
	name = frappe.db.get_value(ENTRY, {"client_key": entry["key"]})
	other = api(make_user("CRM Manager"))
	assert other.get(f"/api/resource/{ENTRY}").json()["data"] == []
	assert other.get(f"/api/resource/{ENTRY}/{name}").status_code in (403, 404)
	for client in (other, api(rep)):
		assert client.put(f"/api/resource/{ENTRY}/{name}", json={"answer": "{}"}).status_code in (403, 404)
		assert client.delete(f"/api/resource/{ENTRY}/{name}").status_code in (403, 404)
		made = {"user": rep, "client_key": entry["key"].replace(entry["key"][0], "f"), "answer": "{}"}
		assert client.post(f"/api/resource/{ENTRY}", json=made).status_code == 403
	assert frappe.db.count(ENTRY) == 1


# --- what became of the record meanwhile ---


def test_a_repeat_is_answered_the_same_after_its_record_was_deleted(sent, deal):
	entry = logging(deal)
	first = sent(entry)
	frappe.delete_doc(NOTE, first[0]["answer"]["note"])
	frappe.delete_doc(deal.doctype, deal.name)
	frappe.db.commit()
	assert sent(entry) == first
	assert counts()[0] == 0


def test_about_what_was_deleted_nothing_is_noted(sent, call, deal):
	finish, log = finishing(call), logging(deal)
	frappe.delete_doc(NOTE, call.name)
	frappe.delete_doc(deal.doctype, deal.name)
	results = sent(finish, log)
	assert [(each["state"], each["status"]) for each in results] == [("refused", 403)] * 2
	assert {each["sentence"] for each in results} == {"There is no such record that you can see."}
	assert counts()[0] == frappe.db.count(ENTRY) == 0


def test_about_a_contact_that_was_merged_it_is_noted_on_the_kept_one(sent, rep, ada):
	twice = make_contact(first_name="Ada", last_name="Lovelace", contact_owner=rep)
	early, late = logging(twice), logging(twice, text="They moved")
	first = sent(early)
	merge("CRM Contact", ada.name, twice.name, {})
	frappe.db.commit()
	assert sent(early) == first
	(result,) = sent(late)
	assert result["state"] == "done"
	assert frappe.db.get_value(NOTE, result["answer"]["note"], "reference_name") == ada.name
	assert counts()[0] == 2


def test_about_a_contact_that_was_merged_into_a_hidden_one_nothing_is_noted(sent, rep):
	mine, hidden = make_contact(contact_owner=rep), make_contact()
	entry = logging(mine)
	merge("CRM Contact", hidden.name, mine.name, {})
	hidden.reload().db_set("contact_owner", None)
	frappe.db.set_value("CRM Contact", hidden.name, "owner", "Administrator")
	(result,) = sent(entry)
	assert (result["state"], result["sentence"]) == ("refused", "There is no such record that you can see.")
	assert counts()[0] == 0


def test_a_follow_up_of_a_contact_that_was_merged_is_completed_or_shown(sent, rep, ada):
	twice = make_contact(first_name="Ada", last_name="Lovelace", contact_owner=rep)
	note = make_note(twice, action="Call", status="Open", scheduled_on="2026-01-01 10:00:00", assigned_to=rep)
	entry = finishing(note, next_step=step())
	merge("CRM Contact", ada.name, twice.name, {})
	(result,) = sent(entry)
	if result["state"] == "conflict":
		assert "changed since" in result["sentence"]
		entry = finishing(note, next_step=step())
		(result,) = sent(entry)
	assert result["state"] == "done"
	planned = frappe.db.get_value(NOTE, result["answer"]["next_step"], "reference_name")
	assert planned == ada.name
	assert counts()[0] == 2


# --- two tabs, and clocks ---


def test_two_tabs_that_send_the_same_queue_do_each_entry_once(api, rep, deal):
	other = make_deal(title="Barge", deal_owner=rep)
	queue = [logging(record, next_step=step()) for record in (deal, other) * 4]
	client = api(rep)
	frappe.db.commit()

	def send(entries: list[dict]) -> list[dict]:
		body, results = {"user": rep, "entries": entries}, [{"state": "again"}]
		while any(each["state"] == "again" for each in results):
			answer = requests.post(
				client.base_url + API + "send", json=body, headers=client.headers, timeout=60
			)
			results = answer.json()["message"]["results"]
		return results

	with ThreadPoolExecutor(2) as pool:
		one, two = pool.map(send, (queue, queue[::-1]))
	assert [each["state"] for each in one] == ["done"] * len(queue)
	assert one == two[::-1]
	assert counts()[0] == 2 * len(queue)


@pytest.mark.parametrize("ahead", [{"hours": 23}, {"minutes": 5}])
def test_a_phone_whose_clock_is_a_little_ahead_says_now(sent, deal, ahead):
	(result,) = sent(logging(deal, made_on=utc(**ahead)))
	completed_on = get_datetime(frappe.db.get_value(NOTE, result["answer"]["note"], "completed_on"))
	assert abs((now_datetime() - completed_on).total_seconds()) < 60


def test_a_phone_whose_clock_is_far_ahead_is_told_so(sent, deal):
	(result,) = sent(logging(deal, made_on=utc(hours=25), next_step=step(scheduled_on=utc(days=3))))
	assert (result["state"], result["sentence"]) == (
		"refused",
		"The clock of this phone is more than a day ahead: set it, and note this anew.",
	)
	assert counts()[0] == frappe.db.count(ENTRY) == 0


def test_a_phone_whose_clock_is_behind_completes_what_was_planned_after_that(sent, call):
	(result,) = sent(finishing(call, made_on=utc(days=-29)))
	assert result["state"] == "done"
	assert (now_datetime() - get_datetime(call.reload().completed_on)).days in (28, 29)
