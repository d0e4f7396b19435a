"""What a phone sends is carried out once, by itself, and overwrites nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import frappe
import pytest
import requests
from frappe.utils import add_to_date, get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_quick_log_entry.crm_quick_log_entry import (
	LEAST_DAYS,
	CRMQuickLogEntry,
)
from frappe_crm_app.screens.quick_log import entries, once, sending, writing
from frappe_crm_app.screens.quick_log.api import send
from tests.factories import make_contact, make_note
from tests.site.screens.quick_log.phones import NOTE, finishing, logging, utc

ENTRY = "CRM Quick Log Entry"
SEND = "/api/method/frappe_crm_app.screens.quick_log.api.send"


def notes_on(record) -> list:
	frappe.db.commit()
	return frappe.get_all(
		NOTE,
		{"reference_name": record.name},
		["name", "action", "call_outcome", "status"],
		order_by="creation",
	)


def test_a_call_is_completed_with_its_outcome_and_a_next_step(sent, call, deal, rep):
	step = {"action": "Call", "scheduled_on": utc(days=1)}
	made_on = utc(minutes=-30)
	(result,) = sent(finishing(call, outcome="No Answer", text="Voice box", made_on=made_on, next_step=step))
	assert (result["state"], result["status"]) == ("done", 200)
	call.reload()
	assert (call.status, call.call_outcome, call.completed_by) == ("Done", "No Answer", rep)
	assert call.content.endswith("Voice box")
	assert 29 * 60 < (now_datetime() - get_datetime(call.completed_on)).total_seconds() < 32 * 60
	planned = frappe.get_doc(NOTE, result["answer"]["next_step"])
	assert (planned.status, planned.reference_name, planned.assigned_to) == ("Open", deal.name, rep)
	assert abs((planned.scheduled_on - add_to_date(now_datetime(), days=1)).total_seconds()) < 60


def test_a_repeat_is_answered_the_same_and_does_nothing(sent, call, deal):
	entry = finishing(call, next_step={"scheduled_on": utc(days=3)})
	first, second = sent(entry), sent(entry)
	assert first == second
	assert len(notes_on(deal)) == 2
	assert frappe.db.count(ENTRY, {"client_key": entry["key"]}) == 1


def test_the_same_entry_twice_in_one_call_is_carried_out_once(sent, deal):
	entry = logging(deal)
	first, second = sent(entry, entry)
	assert first == second
	assert len(notes_on(deal)) == 1


def test_sends_that_arrive_together_leave_one_row(api, rep, deal):
	client, entry = api(rep), logging(deal, next_step={"scheduled_on": utc(days=1)})
	frappe.db.commit()

	def one(_number) -> requests.Response:
		body = {"user": rep, "entries": [entry]}
		return requests.post(client.base_url + SEND, json=body, headers=client.headers, timeout=60)

	with ThreadPoolExecutor(4) as pool:
		answers = [answer.json()["message"]["results"][0] for answer in pool.map(one, range(4))]
	assert {each["state"] for each in answers} <= {"done", "again"}
	done = [json.dumps(each, sort_keys=True) for each in answers if each["state"] == "done"]
	assert done
	assert len(set(done)) == 1
	assert len(notes_on(deal)) == 2  # the call and the next step


def test_what_failed_before_the_commit_leaves_nothing_and_is_done_when_sent_again(sent, deal, monkeypatch):
	entry = logging(deal)
	with monkeypatch.context() as broken:
		broken.setattr(
			once, "json", SimpleNamespace(loads=json.loads, dumps=lambda *_arguments, **_options: 1 / 0)
		)
		(result,) = sent(entry)
	assert (result["state"], result["status"]) == ("again", 500)
	assert notes_on(deal) == []
	assert frappe.db.count(ENTRY, {"client_key": entry["key"]}) == 0
	assert sent(entry)[0]["state"] == "done"
	assert len(notes_on(deal)) == 1


def test_a_key_with_other_content_is_refused(sent, deal):
	entry = logging(deal)
	sent(entry)
	(result,) = sent({**entry, "outcome": "No Answer"})
	assert (result["state"], result["status"]) == ("refused", 409)
	assert "other content" in result["sentence"]
	assert [note.call_outcome for note in notes_on(deal)] == ["Reached"]


def test_the_key_of_somebody_else_is_another_one(sent, deal, rep, make_user):
	other = make_user("CRM Manager")
	entry = logging(deal)
	mine, theirs = sent(entry)[0], sent(entry, by=other)[0]
	assert mine["answer"] != theirs["answer"]
	assert {note.name for note in notes_on(deal)} == {mine["answer"]["note"], theirs["answer"]["note"]}


def test_what_another_user_noted_is_not_sent_by_whoever_is_logged_in(rep, deal, make_user):
	frappe.set_user(make_user("CRM Manager"))
	with pytest.raises(frappe.PermissionError, match="somebody else's"):
		send(rep, [logging(deal)])
	assert notes_on(deal) == []


@pytest.mark.parametrize(
	("change", "sentence"),
	[
		({"status": "Done", "call_outcome": "Reached"}, "is Done already"),
		({"status": "Cancelled"}, "is Cancelled already"),
		({"scheduled_on": "2099-01-01 10:00:00"}, "was changed since you saw it"),
	],
)
def test_a_follow_up_that_somebody_changed_is_shown_and_not_overwritten(sent, call, deal, change, sentence):
	entry = finishing(call, outcome="No Answer", next_step={"scheduled_on": utc(days=1)})
	call.update(change).save()
	(result,) = sent(entry)
	assert (result["state"], result["status"]) == ("conflict", 409)
	assert sentence in result["sentence"]
	theirs = result["theirs"]
	assert theirs["status"] == change.get("status", "Open")
	assert theirs["assigned_to"] == "Grace Hopper"
	if "scheduled_on" in change:
		assert theirs["scheduled_on"].startswith("2099-01-0")
	call.reload()
	assert {name: str(call.get(name)) for name in change} == change
	assert len(notes_on(deal)) == 1
	assert frappe.db.count(ENTRY, {"client_key": entry["key"]}) == 0


def test_each_entry_succeeds_or_fails_by_itself(sent, deal):
	stranger = make_contact()
	results = sent(logging(deal), logging(stranger), {"key": "no key"}, logging(deal, outcome="Left Message"))
	assert [each["state"] for each in results] == ["done", "refused", "refused", "done"]
	assert [each["status"] for each in results] == [200, 403, 417, 200]
	assert [note.call_outcome for note in notes_on(deal)] == ["Reached", "Left Message"]
	assert notes_on(stranger) == []


def test_a_note_of_a_colleague_is_not_completed_by_who_does_not_see_it(sent, make_user):
	note = make_note(make_contact(), action="Call", status="Open", scheduled_on="2026-01-01 10:00:00")
	(result,) = sent(finishing(note))
	assert (result["state"], result["status"]) == ("refused", 403)
	assert "theirs" not in result
	assert frappe.db.get_value(NOTE, note.name, "status") == "Open"


def test_a_viewer_writes_nothing(sent, deal, make_user):
	(result,) = sent(logging(deal), by=make_user("CRM Viewer"))
	assert (result["state"], result["status"]) == ("refused", 403)
	assert notes_on(deal) == []


def test_a_note_about_a_private_follow_up_stays_private(sent, call, deal):
	frappe.db.set_value(NOTE, call.name, "is_private", 1)
	(result,) = sent(logging(call, outcome="", text="Spoke to them"))
	assert frappe.db.get_value(NOTE, result["answer"]["note"], ("is_private", "content")) == (
		1,
		"Spoke to them",
	)


def test_what_is_no_call_gets_no_outcome_of_one(sent, deal, rep):
	task = make_note(deal, action="Task", status="Open", scheduled_on="2026-01-01 10:00:00", assigned_to=rep)
	(result,) = sent(finishing(task, outcome="Reached"))
	assert result["state"] == "done"
	assert frappe.db.get_value(NOTE, task.name, ("status", "call_outcome")) in (("Done", ""), ("Done", None))


def test_a_next_step_whose_moment_passed_in_the_tunnel_is_overdue(sent, deal):
	step = {"action": "Call", "scheduled_on": utc(hours=-1)}
	(result,) = sent(logging(deal, made_on=utc(days=-2), next_step=step))
	planned = frappe.get_doc(NOTE, result["answer"]["next_step"])
	assert planned.status == "Open"
	assert planned.scheduled_on < now_datetime()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"key": "1"}, "no entry"),
		({"ignore_permissions": 1}, "no entry"),
		({"kind": "delete"}, "Only follow-ups"),
		({"doctype": "User"}, "Only follow-ups"),
		({"kind": "finish"}, "Only follow-ups"),
		({"outcome": "Shouted"}, "no such outcome"),
		({"outcome": "", "text": " "}, "a few words"),
		({"text": "x" * 5001}, "longer than 5000"),
		({"text": "a\0b"}, "cannot be stored"),
		({"text": ["x"]}, "cannot be stored"),
		({"made_on": "yesterday"}, "no date"),
		({"made_on": "2026-02-31T10:00:00Z"}, "no date"),
		({"made_on": "2020-01-01T10:00:00Z"}, "30 days"),
		({"next_step": {"scheduled_on": utc(days=-1)}}, "ahead"),
		({"next_step": {"scheduled_on": utc(days=1), "owner": "me"}}, "What comes next"),
		({"next_step": {"scheduled_on": utc(days=1), "action": "Shout"}}, "no such action"),
		({"next_step": 1}, "What comes next"),
		({"name": "nothing"}, "no such record"),
	],
)
def test_a_bad_entry_is_refused_in_a_sentence(sent, deal, values, sentence):
	(result,) = sent({**logging(deal), **values})
	assert result["state"] == "refused"
	assert sentence in result["sentence"]
	assert notes_on(deal) == []


@pytest.mark.parametrize("given", ["{}", "no json", [{}] * 101, None])
def test_what_is_no_list_of_at_most_a_hundred_is_refused(rep, given):
	frappe.set_user(rep)
	with pytest.raises(frappe.ValidationError):
		entries.read_entries(given)


@pytest.mark.parametrize(
	"moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2199-12-31T23:59:59Z"]
)
def test_the_outermost_moments_break_nothing(sent, deal, moment):
	results = sent(logging(deal, made_on=moment), logging(deal, next_step={"scheduled_on": moment}))
	assert {each["state"] for each in results} <= {"done", "refused"}


def test_who_sends_too_often_is_told_so(rep, monkeypatch):
	from frappe_crm_app.kit.exceptions import TooManyRequestsError
	from frappe_crm_app.screens.quick_log import limits

	monkeypatch.setitem(limits.LIMITS.most, limits.Asked.SENDING, 1)
	frappe.set_user(rep)
	send(rep, [])
	with pytest.raises(TooManyRequestsError):
		send(rep, [])


def test_keys_are_forgotten_after_ninety_days(sent, deal):
	old, new = logging(deal), logging(deal)
	sent(old, new)
	row = frappe.db.get_value(ENTRY, {"client_key": old["key"]})
	frappe.db.set_value(ENTRY, row, "creation", add_to_date(now_datetime(), days=-91), update_modified=False)
	CRMQuickLogEntry.clear_old_logs()
	keys = frappe.get_all(ENTRY, {"client_key": ("in", [old["key"], new["key"]])}, pluck="client_key")
	assert keys == [new["key"]]


def test_no_key_is_forgotten_while_its_entry_would_be_carried_out_again(sent, deal):
	assert timedelta(days=LEAST_DAYS) > writing.OLDEST
	entry = logging(deal)
	sent(entry)
	row = frappe.db.get_value(ENTRY, {"client_key": entry["key"]})
	frappe.db.set_value(ENTRY, row, "creation", add_to_date(now_datetime(), days=-29), update_modified=False)
	CRMQuickLogEntry.clear_old_logs(days=1)
	frappe.db.commit()
	assert sent(entry)[0]["state"] == "done"
	assert len(notes_on(deal)) == 1


def test_what_somebody_has_sent_does_not_keep_their_user_from_being_deleted(rep):
	frappe.set_user(rep)
	assert once.claim("6f9619ff-8b86-4011-b42d-00c04fc964ff", "0" * 64)
	frappe.set_user("Administrator")
	frappe.delete_doc("User", rep)
	assert not frappe.db.exists("User", rep)


def test_a_sentence_is_told_as_text():
	told = sending.refused(sending.State.REFUSED, frappe.ValidationError("<b>Pipes &lt; 2 m</b> &amp; more"))
	assert told["sentence"] == "Pipes < 2 m & more"


def test_of_a_hidden_record_no_more_is_told_than_of_one_that_is_not_there(sent, deal):
	hidden, missing = sent(logging(make_contact()), logging(make_contact(), name="nothing"))
	assert (hidden["status"], hidden["sentence"]) == (missing["status"], missing["sentence"])
	assert "no such record" in hidden["sentence"]
