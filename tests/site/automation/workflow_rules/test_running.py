"""An event becomes a run, and a run does its steps, once, as the rule's owner."""

import json

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules.listening import heard
from frappe_crm_app.kit.domain_events.cause import in_bulk
from frappe_crm_app.kit.domain_events.listening import forget_now
from frappe_crm_app.kit.domain_events.tasks import ask_who_listens
from tests.factories import make_contact, make_customer, make_deal, make_note, move, stage
from tests.site.automation.workflow_rules.engine import (
	EVENT,
	RUN,
	TAG,
	advance,
	asked,
	outcome,
	pass_time,
	rule,
	run_of,
	runs,
	steps_of,
	tags_of,
	work_off,
)
from tests.site.kit.domain_events.test_statements import NEW, save

NOTE = {"step": "note", "subject": "Call {{ title }}", "assigned_to": "owner", "in_working_days": 1}


def notes_about(deal) -> list[str]:
	return frappe.get_all("CRM Follow-up Note", {"deal": deal.name}, pluck="subject", order_by="creation asc")


def test_a_deal_that_moves_is_tagged_and_gets_a_follow_up():
	doc, deal = rule(TAG, NOTE), make_deal(title="Cranes")
	move(deal, "Proposal")
	work_off()
	run = run_of(doc)
	assert (run.status, run.reference_name, run.actor) == ("Completed", deal.name, "Administrator")
	assert tags_of(deal) == {"Seen"}
	assert notes_about(deal) == ["Call Cranes"]
	assert [(step.step_type, step.place, step.status) for step in steps_of(run)] == [
		("tag", "0", "Done"),
		("note", "1", "Done"),
	]


def test_an_event_that_is_told_twice_and_a_job_that_runs_twice_do_it_once():
	doc, deal = rule(NOTE), make_deal()
	move(deal, "Proposal")
	work_off()
	event = frappe.get_all(EVENT, {"kind": "deal.stage_changed"}, pluck="name")[0]
	heard("deal.stage_changed", event)
	advance(run_of(doc).name)
	work_off()
	assert len(notes_about(deal)) == 1
	assert outcome(doc) == ("Completed", None)


def test_what_does_not_fulfil_the_conditions_is_skipped_with_what_was_seen():
	doc = rule(conditions=[asked("value", "more_than", 5000)])
	deal = move(make_deal(value=10), "Proposal")
	work_off()
	assert outcome(doc) == ("Skipped", "conditions")
	(seen,) = json.loads(run_of(doc).seen)
	assert seen == {
		"path": "value",
		"operator": "more_than",
		"side": "after",
		"given": 5000.0,
		"held": 10.0,
		"is_fulfilled": 0,
	}
	assert tags_of(deal) == set()


def test_conditions_see_the_record_as_it_was_when_it_happened():
	doc = rule(
		conditions=[asked("stage", "is", stage("Proposal")), asked("stage", "is", stage("Lead"), of="before")]
	)
	deal = move(make_deal(), "Proposal")
	move(deal, "Negotiation")
	work_off()
	assert sorted((run.status, run.reason_key) for run in runs(doc)) == [
		("Completed", None),
		("Skipped", "conditions"),
	]


def test_conditions_look_at_what_the_record_links_to():
	doc = rule(conditions=[asked("customer.industry", "is", "Steel")])
	steel, wood = make_customer(industry="Steel"), make_customer(industry="Wood")
	for customer in (steel, wood):
		move(make_deal(customer=customer.name), "Proposal")
	work_off()
	assert sorted(run.status for run in runs(doc)) == ["Completed", "Skipped"]


def test_a_rule_that_is_off_hears_nothing():
	doc, deal = rule(is_enabled=0), make_deal()
	move(deal, "Proposal")
	work_off()
	assert runs(doc) == []
	assert frappe.db.count(EVENT, {"reference_name": deal.name}) == 0


@pytest.mark.parametrize("doctype", NEW)
def test_a_save_sends_not_one_statement_more_than_without_rules(monkeypatch, doctype):
	name, get_hooks = NEW[doctype]().name, frappe.get_hooks
	save(doctype, name, "one")

	def without_rules(hook: str | None = None, *arguments, **options) -> object:
		found = get_hooks(hook, *arguments, **options)
		return (
			[path for path in found if "workflow_rules" not in path] if hook == "crm_domain_event" else found
		)

	with monkeypatch.context() as patched:
		patched.setattr(frappe, "get_hooks", without_rules)
		bare = save(doctype, name, "two")
	rule(trigger_type="Button", event_kind=None, button_label="Go")
	forget_now()
	ask_who_listens()  # as the scheduler does each minute
	assert len(save(doctype, name, "three")) == len(bare)


def test_a_save_sends_not_one_statement_more_where_no_rule_listens(count_queries):
	rule(event_kind="contact.tagged", record_type="CRM Contact")
	deals = [make_deal() for _ in range(3)]
	move(deals[0], "Proposal")  # asks who listens
	listening = count_queries(lambda: move(deals[1], "Proposal"))
	frappe.db.delete("CRM Workflow Rule")
	forget_now()
	move(deals[0], "Negotiation")
	assert count_queries(lambda: move(deals[2], "Proposal")) == listening


def test_bulk_changes_count_only_where_the_rule_says_so():
	no, yes = rule(), rule(counts_bulk=1)
	deal = make_deal()
	with in_bulk():
		move(deal, "Proposal")
	work_off()
	assert outcome(no) == ("Skipped", "bulk")
	assert outcome(yes) == ("Completed", None)


def test_bulk_edits_are_bulk():
	from frappe_crm_app.intake.bulk_edit.api import move as move_many

	doc, deal = rule(), make_deal()
	move_many("CRM Sales Deal", stage("Proposal"), names=[deal.name])
	work_off()
	assert outcome(doc) == ("Skipped", "bulk")


@pytest.mark.parametrize(
	("how_often", "completed"), [("Every Time", 3), ("Once", 1), ("Once a Day", 1), ("Once per Stage", 3)]
)
def test_a_rule_runs_as_often_for_a_record_as_it_says(how_often, completed):
	doc, deal = rule(how_often=how_often), make_deal()
	for name in ("Proposal", "Negotiation", "Proposal"):
		move(deal, name)
		work_off()
	assert len(runs(doc, status="Completed")) == completed
	assert {run.reason_key for run in runs(doc, status="Skipped")} <= {"often"}
	assert len(runs(doc)) == 3


def test_two_rules_that_follow_from_each_other_stop_and_say_why():
	stages = {name: stage(name) for name in ("Proposal", "Negotiation")}
	there = rule(
		{"step": "stage", "stage": stages["Negotiation"]},
		conditions=[asked("stage", "is", stages["Proposal"])],
	)
	back = rule(
		{"step": "stage", "stage": stages["Proposal"]},
		conditions=[asked("stage", "is", stages["Negotiation"])],
	)
	deal = move(make_deal(), "Proposal")
	work_off()
	assert [(run.status, run.reason_key) for run in runs(there)][-1] == ("Skipped", "loop")
	assert len(runs(there, status="Completed")) == len(runs(back, status="Completed")) == 1
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "stage") == stages["Proposal"]


def test_a_rule_that_may_follow_from_itself_stops_after_five():
	raise_value = {"step": "change", "values": {"next_step": "again"}}
	if not frappe.get_meta("CRM Sales Deal").has_field("next_step"):
		raise_value = {"step": "change", "values": {"description": "again"}}
	back = {"step": "change", "values": {next(iter(raise_value["values"])): None}}
	field = next(iter(raise_value["values"]))
	doc = rule(
		{"step": "if", "if": {"all": [asked(field, "is_empty")]}, "then": [raise_value], "else": [back]},
		event_kind="deal.updated",
		may_follow_itself=1,
	)
	deal = make_deal()
	frappe.get_doc("CRM Sales Deal", deal.name).update({"title": "Changed"}).save()
	work_off()
	assert len(runs(doc, status="Completed")) == 5
	assert [run.reason_key for run in runs(doc, status="Skipped")] == ["deep"]


def test_what_a_stage_refuses_stops_the_run_with_its_sentence():
	doc = rule(TAG, {"step": "stage", "stage": stage("Lost")}, {"step": "tag", "tag": "Never"})
	deal = move(make_deal(), "Proposal")
	work_off()
	run = run_of(doc)
	assert (run.status, run.reason_key) == ("Failed", "refused")
	assert "Lost Reason" in run.reason
	assert tags_of(deal) == {"Seen"}
	assert [step.status for step in steps_of(run)] == ["Done", "Failed"]


def test_a_step_that_breaks_is_undone_and_tried_again_from_there(monkeypatch, logged):
	doc, deal = rule(TAG, NOTE), make_deal()
	move(deal, "Proposal")
	insert = frappe.model.document.Document.insert

	def break_notes(self, *arguments, **options):
		saved = insert(self, *arguments, **options)
		if self.doctype == "CRM Follow-up Note":
			raise RuntimeError("power failure")
		return saved

	monkeypatch.setattr(frappe.model.document.Document, "insert", break_notes)
	work_off()
	run = run_of(doc)
	assert (run.status, run.place, run.attempts) == ("Waiting", "1", 1)
	assert "power failure" in run.reason
	assert notes_about(deal) == []
	monkeypatch.undo()
	frappe.db.set_value(RUN, run.name, "next_attempt_on", now_datetime())
	work_off()
	assert outcome(doc) == ("Completed", None)
	assert len(notes_about(deal)) == 1
	assert [step.step_type for step in steps_of(run)] == ["tag", "note"]


def test_a_run_acts_as_whoever_wrote_the_rule(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule(NOTE)
	frappe.set_user("Administrator")
	deal = move(make_deal(), "Proposal")
	work_off()
	assert doc.rule_owner == admin
	assert frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name}, "owner") == admin
	assert frappe.session.user == "Administrator"


def test_the_rule_of_somebody_who_lost_the_role_pauses_and_says_so(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule()
	frappe.set_user("Administrator")
	frappe.get_doc("User", admin).remove_roles("CRM Admin")
	deal = move(make_deal(), "Proposal")
	work_off()
	assert outcome(doc) == ("Skipped", "owner")
	doc.reload()
	assert (doc.is_enabled, admin in doc.paused_reason) == (0, True)
	assert tags_of(deal) == set()


def test_who_loses_the_role_while_a_run_waits_does_nothing_more(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule({"step": "wait", "days": 3}, TAG)
	frappe.set_user("Administrator")
	deal = move(make_deal(), "Proposal")
	work_off()
	frappe.get_doc("User", admin).remove_roles("CRM Admin")
	pass_time(days=4)
	work_off()
	assert outcome(doc) == ("Cancelled", "owner")
	assert tags_of(deal) == set()


def test_who_changes_what_a_rule_does_is_as_whom_it_runs(make_user):
	admin, doc = make_user("CRM Admin"), rule()
	assert doc.rule_owner == "Administrator"
	frappe.set_user(admin)
	doc.reload()
	doc.title = "Renamed"
	doc.save()
	assert doc.rule_owner == "Administrator"
	doc.steps = json.dumps([NOTE])
	doc.save()
	assert (doc.rule_owner, doc.version_number) == (admin, 2)


def test_a_run_under_way_finishes_on_its_version():
	doc = rule({"step": "wait", "hours": 1}, {"step": "tag", "tag": "Old"})
	deal = move(make_deal(), "Proposal")
	work_off()
	doc.reload()
	doc.steps = json.dumps([{"step": "tag", "tag": "New"}])
	doc.save()
	pass_time(hours=2)
	work_off()
	assert tags_of(deal) == {"Old"}
	assert tags_of(move(make_deal(), "Proposal")) == set()
	work_off()
	assert run_of(doc, version=doc.version).status == "Completed"


def test_a_waiting_run_of_a_deleted_record_is_cancelled():
	doc, deal = rule({"step": "wait", "hours": 1}, TAG), make_deal()
	move(deal, "Proposal")
	work_off()
	frappe.delete_doc("CRM Sales Deal", deal.name, force=True)
	pass_time(hours=2)
	work_off()
	assert outcome(doc) == ("Cancelled", "gone")


def test_a_waiting_run_of_a_merged_record_is_cancelled():
	from frappe_crm_app.records.identity.api import merge

	doc = rule({"step": "wait", "hours": 1}, TAG, record_type="CRM Contact", event_kind="contact.updated")
	ada, twin = make_contact(), make_contact()
	frappe.get_doc("CRM Contact", twin.name).update({"job_title": "Captain"}).save()
	work_off()
	merge(ada.name, twin.name, "CRM Contact")
	pass_time(hours=2)
	work_off()
	assert [(run.status, run.reason_key) for run in runs(doc, reference_name=twin.name)] == [
		("Cancelled", "merged")
	]


def test_past_its_rate_a_rule_waits_and_nothing_fails():
	doc = rule(most_runs_a_minute=2)
	for deal in [make_deal() for _ in range(5)]:
		move(deal, "Proposal")
	work_off()
	assert [run.status for run in runs(doc)].count("Completed") == 2
	waiting = sorted(run.next_attempt_on for run in runs(doc, status="Queued"))
	assert len(waiting) == 3
	assert waiting[0] > add_to_date(now_datetime(), seconds=50)
	assert waiting[2] > add_to_date(now_datetime(), seconds=110)


def test_the_more_urgent_rule_comes_first():
	late = rule({"step": "change", "values": {"description": "late"}}, priority=20)
	soon = rule({"step": "change", "values": {"description": "soon"}}, priority=1)
	deal = move(make_deal(), "Proposal")
	events = frappe.get_all(EVENT, {"status": "Owed"}, ["name", "kind"])
	for event in events:
		heard(event.kind, event.name)
	advance(run_of(late).name)
	assert run_of(late).status == "Queued"
	work_off()
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "description") == "late"
	assert run_of(soon).finished_on < run_of(late).finished_on


def test_a_rule_hears_only_what_happens_after_it_was_turned_on():
	rule()  # so that the move is written down
	deal = move(make_deal(), "Proposal")
	doc = rule()
	work_off()
	assert runs(doc) == []
	assert make_note(deal)


def test_what_follows_from_a_run_says_from_which_rule():
	doc = rule({"step": "change", "values": {"description": "by rule"}})
	heard_too = rule(event_kind="deal.updated", conditions=[asked("description", "changed")])
	move(make_deal(), "Proposal")
	work_off()
	event = frappe.get_all(EVENT, {"cause_rule": doc.name}, ["kind", "cause_event", "depth"])[0]
	assert (event.kind, bool(event.cause_event), event.depth) == ("deal.updated", True, 1)
	assert runs(heard_too, status="Completed")
