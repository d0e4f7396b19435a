"""A run that failed is tried again: it goes on where it failed, and nothing is done twice."""

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.editor.api import get_runs, retry_run
from frappe_crm_app.automation.workflow_rules.tasks import REQUESTS
from frappe_crm_app.kit.exceptions import RuleError
from tests.factories import insert, make_deal, move, stage
from tests.site.automation.workflow_rules.engine import (
	RUN,
	STEP,
	TAG,
	pass_time,
	rule,
	runs,
	steps_of,
	tags_of,
	work_off,
)
from tests.site.automation.workflow_rules.peer import HookPeer

NOTE = {"step": "note", "subject": "Call"}


@pytest.fixture
def peer(committed):
	peer = HookPeer().start()
	yield peer
	peer.stop()


def run_of(doc) -> frappe._dict:
	"""The run of a rule, without those that did not begin: a rule hears of its own moves."""
	(run,) = (run for run in runs(doc) if run.status != "Skipped")
	return run


def outcome(doc) -> tuple[str, str | None]:
	run = run_of(doc)
	return run.status, run.reason_key


def failed_webhook(peer: HookPeer, *steps: dict):
	"""A rule whose request nobody has taken, with its deal."""
	peer.next_answers = [(404, {})]
	doc = rule({"step": "webhook", "url": peer.url}, *steps)
	deal = move(make_deal(), "Proposal")
	work_off()
	send(doc)
	assert outcome(doc) == ("Failed", "refused")
	return doc, deal


def send(doc) -> None:
	"""Send what the first step of a rule's run owes."""
	frappe.db.commit()
	REQUESTS.attempt(steps_of(run_of(doc))[0].name)
	frappe.db.rollback()


def notes_about(deal) -> int:
	return frappe.db.count("CRM Follow-up Note", {"deal": deal.name})


def steps_done(doc) -> list[tuple[str, str]]:
	return [(step.step_type, step.status) for step in steps_of(run_of(doc))]


def test_a_webhook_that_failed_for_good_is_sent_again_under_its_key_and_the_rest_is_not_done_twice(peer):
	doc, deal = failed_webhook(peer, NOTE)
	retry_run(run_of(doc).name)
	work_off()
	send(doc)
	assert outcome(doc) == ("Completed", None)
	assert run_of(doc).reason is None
	assert steps_done(doc) == [("webhook", "Done"), ("note", "Done")]
	assert notes_about(deal) == 1
	assert len(peer.keys()) == 2
	assert len(set(peer.keys())) == 1


def test_a_webhook_that_fails_again_fails_the_run_again(peer):
	doc, _deal = failed_webhook(peer)
	peer.next_answers = [(410, {})]
	retry_run(run_of(doc).name)
	send(doc)
	assert outcome(doc) == ("Failed", "refused")
	assert steps_of(run_of(doc))[0].reason == "The other side answered 410."


def test_what_stands_behind_a_stop_is_not_done_by_trying_again(peer):
	doc, deal = failed_webhook(peer, {"step": "stop"}, TAG)
	retry_run(run_of(doc).name)
	work_off()
	send(doc)
	assert outcome(doc) == ("Completed", None)
	assert tags_of(deal) == set()


def test_a_run_that_was_refused_goes_on_at_the_step_that_was():
	doc = rule(NOTE, {"step": "stage", "stage": stage("Lost")}, TAG)
	deal = move(make_deal(), "Proposal")
	work_off()
	assert outcome(doc) == ("Failed", "refused")
	reason = insert("CRM Deal Lost Reason", {"reason": "Price of cranes"}).name
	frappe.db.set_value(deal.doctype, deal.name, "lost_reason", reason)
	retry_run(run_of(doc).name)
	work_off()
	assert outcome(doc) == ("Completed", None)
	assert steps_done(doc) == [("note", "Done"), ("stage", "Done"), ("tag", "Done")]
	assert (notes_about(deal), tags_of(deal)) == (1, {"Seen"})


def test_a_refused_step_and_a_request_are_both_tried_again(peer):
	peer.next_answers = [(404, {})]
	doc = rule({"step": "webhook", "url": peer.url}, {"step": "stage", "stage": stage("Lost")})
	deal = move(make_deal(), "Proposal")
	work_off()
	send(doc)
	reason = insert("CRM Deal Lost Reason", {"reason": "Price of ships"}).name
	frappe.db.set_value(deal.doctype, deal.name, "lost_reason", reason)
	retry_run(run_of(doc).name)
	work_off()
	send(doc)
	assert outcome(doc) == ("Completed", None)
	assert steps_done(doc) == [("webhook", "Done"), ("stage", "Done")]


def test_a_run_that_broke_goes_on_at_its_step(monkeypatch, logged):
	doc, deal = rule(NOTE, TAG), make_deal()
	move(deal, "Proposal")
	with monkeypatch.context() as patched:
		patched.setattr("frappe_crm_app.kit.outbox.backoff.Backoff.is_exhausted", lambda *_given: True)
		patched.setattr(frappe.model.document.Document, "add_tag", breaking)
		work_off()
	assert outcome(doc) == ("Failed", "broken")
	retry_run(run_of(doc).name)
	work_off()
	assert outcome(doc) == ("Completed", None)
	assert (notes_about(deal), tags_of(deal)) == (1, {"Seen"})


def breaking(*_given) -> None:
	raise RuntimeError("power failure")


def test_a_step_that_was_refused_after_it_had_waited_goes_on_waiting():
	doc, deal = rule({"step": "wait", "days": 3}, TAG), make_deal()
	move(deal, "Proposal")
	work_off()
	run = run_of(doc)
	frappe.db.set_value(STEP, {"run": run.name}, {"status": "Failed", "reason": "Not now."})
	frappe.db.set_value(RUN, run.name, {"status": "Failed", "reason_key": "refused"})
	retry_run(run.name)
	work_off()
	assert outcome(doc) == ("Waiting", None)
	pass_time(days=4)
	work_off()
	assert outcome(doc) == ("Completed", None)
	assert steps_done(doc) == [("wait", "Done"), ("tag", "Done")]


def test_only_a_run_that_failed_is_tried_again_once_and_by_who_writes_rules(make_user):
	doc = rule(TAG, {"step": "stage", "stage": stage("Lost")})
	move(make_deal(), "Proposal")
	work_off()
	run = run_of(doc).name
	assert [row["has_failed"] for row in get_runs(doc.name)["rows"]] == [True]
	frappe.set_user(make_user("CRM Manager"))
	with pytest.raises(frappe.PermissionError, match="Only administrators of the CRM write its rules"):
		retry_run(run)
	frappe.set_user("Administrator")
	with pytest.raises(RuleError, match="There is no such run any more"):
		retry_run("nothing")
	retry_run(run)
	with pytest.raises(RuleError, match="has not failed, or somebody has it tried again already"):
		retry_run(run)


def test_nothing_goes_on_for_somebody_who_lost_the_role(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule({"step": "stage", "stage": stage("Lost")})
	frappe.set_user("Administrator")
	move(make_deal(), "Proposal")
	work_off()
	frappe.get_doc("User", admin).remove_roles("CRM Admin")
	with pytest.raises(RuleError, match="may not keep rules any more"):
		retry_run(run_of(doc).name)
	assert outcome(doc) == ("Failed", "refused")
