"""What is no rule is refused in one sentence; versions are made and never changed."""

import json

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime, strip_html

from frappe_crm_app.automation.workflow_rules.retention import forget_seen, forget_some
from frappe_crm_app.automation.workflow_rules.rules import definition_of, stored_definition
from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.exceptions import HistoryError
from tests.factories import make_deal, make_pipeline, move, stage
from tests.site.automation.workflow_rules.engine import TAG, asked, outcome, rule, work_off

NOTE = {"step": "note", "subject": "Ask"}
IF = {"step": "if", "if": {"all": []}}


def nested(step: dict, depth: int) -> dict:
	return step if not depth else {**IF, "then": [nested(step, depth - 1)]}


WRONG = {
	"another DocType": {"record_type": "User"},
	"no event": {"event_kind": None},
	"an unknown event": {"event_kind": "deal.sung"},
	"an event of other records": {"event_kind": "contact.created"},
	"an event after which nothing is there": {"record_type": "CRM Contact", "event_kind": "contact.deleted"},
	"no date": {"trigger_type": "Date", "date_field": "title"},
	"a date of another record": {"trigger_type": "Date", "date_field": "customer.creation"},
	"too many days": {"trigger_type": "Date", "date_field": "creation", "days": 99999},
	"no schedule": {"trigger_type": "Schedule", "cron": "often"},
	"a schedule of seconds": {"trigger_type": "Schedule", "cron": "* * * * * *"},
	"no JSON": {"steps": "{"},
	"conditions that are none": {"conditions": "[1]"},
	"an unknown past": {"conditions": json.dumps({"all": [asked("value", "changed")]})},
	"a past of another record": {"conditions": json.dumps({"all": [asked("customer.industry", "changed")]})},
	"a button on what nobody changes": {
		"record_type": "CRM Lead Submission", "trigger_type": "Button", "event_kind": None, "button_label": "Go",
	},
	"a bad limit": {"most_runs_a_minute": -1},
	"stages of what has none": {
		"record_type": "CRM Contact", "event_kind": "contact.updated", "how_often": "Once per Stage",
	},
}  # fmt: skip
WRONG_STEPS = {
	"none": [],
	"no list": {"step": "tag", "tag": "x"},
	"nothing": [1],
	"an unknown one": [{"step": "sing"}],
	"a key too many": [{**TAG, "color": "red"}],
	"too many": [TAG] * 51,
	"too deep": [nested(TAG, 5)],
	"no tag": [{"step": "tag"}],
	"a mail to nobody": [{"step": "mail", "subject": "x", "text": "x"}],
	"a mail to no address": [{"step": "mail", "to": {"address": "x"}, "subject": "x", "text": "x"}],
	"a mail to an unknown role": [{"step": "mail", "to": {"role": "Pope"}, "subject": "x", "text": "x"}],
	"a mail without a text": [{"step": "mail", "to": "owner", "subject": "x"}],
	"a mail of an unknown template": [{"step": "mail", "to": "owner", "template": "nothing"}],
	"a text with an unknown field": [{**NOTE, "subject": "{{ password }}"}],
	"a text with a function": [{**NOTE, "subject": "{{ customer.customer.name }}"}],
	"an unknown action": [{**NOTE, "action": "Sing"}],
	"a follow-up long ago": [{**NOTE, "in_working_days": -1}],
	"a follow-up for an unknown person": [{**NOTE, "assigned_to": {"user": "nobody@example.com"}}],
	"no fields": [{"step": "change", "values": {}}],
	"an unknown field": [{"step": "change", "values": {"nothing": 1}}],
	"a field that is derived": [{"step": "change", "values": {"base_value": 1}}],
	"a stage by the wrong step": [{"step": "change", "values": {"stage": stage}}],
	"a value that is no choice": [{"step": "change", "values": {"forecast_category": "Sure"}}],
	"a link to nothing": [{"step": "change", "values": {"customer": "nothing"}}],
	"a value that is no number": [{"step": "change", "values": {"value": "many"}}],
	"a value that is no date": [{"step": "change", "values": {"expected_close_date": "soon"}}],
	"days for a number": [{"step": "change", "values": {"value": {"in_days": 3}}}],
	"another record": [{"step": "change", "of": "User", "values": {"enabled": 1}}],
	"an unknown stage": [{"step": "stage", "stage": "nothing"}],
	"nobody in turns": [{"step": "assign", "to": {"turns": []}}],
	"no time": [{"step": "wait"}],
	"a negative time": [{"step": "wait", "hours": -1}],
	"a time of halves": [{"step": "wait", "hours": 0.5}],
	"an endless time": [{"step": "wait", "days": 10_000}],
	"working hours and others": [{"step": "wait", "working_hours": 1, "days": 1}],
	"a date that is none": [{"step": "wait", "until": "title"}],
	"an event that is none": [{"step": "wait_for_event", "event": "x", "days": 1}],
	"an event of others": [{"step": "wait_for_event", "event": "location.created", "days": 1}],
	"a past in a step": [{"step": "if", "if": {"all": [asked("stage", "changed")]}}],
	"no bound": [{"step": "repeat", "until": {"all": []}, "steps": [TAG]}],
	"a repetition in another": [
		{"step": "repeat", "until": {"all": []}, "most": 2, "steps": [{"step": "repeat", "until": {"all": []}, "most": 2}]}
	],
	"no address": [{"step": "webhook", "url": "ftp://example.com"}],
	"an address with a password": [{"step": "webhook", "url": "https://a:b@example.com"}],
	"this machine": [{"step": "webhook", "url": "http://127.1/"}],
	"a shape that is none": [{"step": "webhook", "url": "https://example.com", "shape": "xml"}],
	"a body that is none": [{"step": "webhook", "url": "https://example.com", "shape": "own", "body": "x"}],
	"a body with an unknown field": [
		{"step": "webhook", "url": "https://example.com", "shape": "own", "body": {"a": ["{{ password }}"]}}
	],
	"a body too large": [{"step": "webhook", "url": "https://example.com", "shape": "own", "body": [1] * 201}],
	"a body too deep": [
		{"step": "webhook", "url": "https://example.com", "shape": "own", "body": json.loads("[" * 200 + "]" * 200)}
	],
	"slack without a text": [{"step": "webhook", "url": "https://example.com", "shape": "slack"}],
}  # fmt: skip


def test_what_is_no_rule_is_refused_in_a_sentence():
	for what, given in WRONG.items():
		refused(what, given)


def test_what_is_no_step_is_refused_in_a_sentence():
	for what, steps in WRONG_STEPS.items():
		refused(what, {"steps": json.dumps(steps, default=lambda function: function("Proposal"))})


def refused(what: str, given: dict) -> None:
	with pytest.raises(frappe.ValidationError) as refusal:
		rule(**given)
	sentence = strip_html(str(refusal.value))
	assert sentence.endswith("."), what
	assert "{" not in sentence.replace("{{", ""), what


def test_only_a_change_of_what_a_rule_says_makes_a_version():
	doc = rule()
	doc.reload()
	first = doc.version
	doc.update({"title": "Another", "priority": 3, "is_enabled": 0}).save()
	assert doc.version == first
	doc.steps = json.dumps([{"step": "tag", "tag": "Other"}])
	doc.save()
	assert (doc.version_number, doc.version != first) == (2, True)
	assert [definition_of(version).steps[0].options.tag for version in (first, doc.version)] == [
		"Seen",
		"Other",
	]


def test_a_version_is_never_changed():
	doc = rule()
	version = frappe.get_doc("CRM Workflow Rule Version", doc.version)
	version.number = 9
	with pytest.raises(HistoryError):
		version.save()


def test_what_the_engine_keeps_cannot_be_sent():
	doc = rule()
	doc.reload()
	doc.update(
		{"rule_owner": "Guest", "version_number": 99, "enabled_on": "2001-01-01", "turns": "{}"}
	).save()
	assert (doc.rule_owner, doc.version_number) == ("Administrator", 1)
	assert str(doc.enabled_on) > "2026"


def test_turning_a_rule_on_and_off_tells_who_listens():
	doc = rule()
	assert listening.is_heard("deal.stage_changed")
	doc.reload()
	doc.is_enabled = 0
	doc.save()
	assert not listening.is_heard("deal.stage_changed")


def test_a_rule_that_has_run_is_kept():
	doc, unused = rule(), rule(is_enabled=0)
	move(make_deal(), "Proposal")
	work_off()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc("CRM Workflow Rule", doc.name)
	frappe.delete_doc("CRM Workflow Rule", unused.name)
	assert not frappe.db.exists("CRM Workflow Rule Version", {"rule": unused.name})


def test_old_runs_are_forgotten_but_for_those_that_keep_a_rule_from_running_again():
	_often, once = rule(), rule(how_often="Once")
	move(make_deal(), "Proposal")
	work_off()
	before = add_to_date(now_datetime(), minutes=1)
	assert forget_some(before)
	assert not forget_some(before)
	forget_seen(before)
	assert frappe.get_all("CRM Workflow Run", pluck="rule") == [once.name]
	assert frappe.db.count("CRM Workflow Step") == 0


def test_a_rule_whose_stage_is_gone_pauses_and_says_so():
	pipeline = make_pipeline("First", "Second")
	first, second = frappe.get_all(
		"CRM Stage", {"pipeline": pipeline.name}, pluck="name", order_by="position asc"
	)
	doc = rule({"step": "stage", "stage": second}, event_kind="deal.value_changed")
	deal = make_deal(pipeline=pipeline.name, stage=first)
	frappe.delete_doc("CRM Stage", second)
	deal.reload()
	deal.value = 7
	deal.save()
	stored_definition.cache_clear()  # as in the process of the next job
	work_off()
	doc.reload()
	assert (doc.is_enabled, "There is no stage" in doc.paused_reason) == (0, True)
	assert outcome(doc) == ("Skipped", "broken")
