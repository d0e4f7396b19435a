"""Rules in plain words."""

import frappe

from frappe_crm_app.automation.workflow_rules.definition import read_definition
from frappe_crm_app.automation.workflow_rules.wording import (
	as_sentence,
	condition_text,
	conditions_text,
	rule_text,
	step_text,
	trigger_text,
)
from frappe_crm_app.kit.workflow_steps import all_types
from frappe_crm_app.visibility.labels import label_of
from tests.factories import make_template, stage
from tests.site.automation.workflow_rules.engine import TAG, asked


def definition(*steps: dict, conditions: dict | None = None, **values):
	given = {
		"record_type": "CRM Sales Deal",
		"trigger_type": "Event",
		"event_kind": "deal.stage_changed",
		"conditions": conditions or {"all": []},
		"steps": [*steps] or [TAG],
	}
	return read_definition(given | values)


def words_of_test(*given, **more) -> str:
	(test,) = definition(conditions={"all": [asked(*given, **more)]}).conditions.tests()
	return condition_text(test)


def test_a_rule_is_one_sentence():
	doc = definition(
		{"step": "wait", "days": 3}, TAG, conditions={"all": [asked("stage", "is", stage("Proposal"))]}
	)
	expected = "When a deal moves to another stage and Stage is Proposal, then wait 3 days; tag it “Seen”"
	assert rule_text(doc) == expected
	assert rule_text(definition()) == "When a deal moves to another stage, then tag it “Seen”"


def test_a_rule_says_what_stands_in_its_steps():
	doc = definition(
		{
			"step": "if",
			"if": {"all": [asked("deal_owner", "is_empty")]},
			"then": [TAG, {"step": "stop"}],
			"else": [{"step": "wait", "days": 3}],
		}
	)
	steps = "if Deal Owner is empty, then (tag it “Seen”; stop), otherwise wait 3 days"
	assert rule_text(doc) == f"When a deal moves to another stage, then {steps}"


CONDITIONS = [
	(("value", "more_than", 5000), "Value is more than 5,000"),
	(("value", "between", [1, 2.5]), "Value is between 1 and 2.50"),
	(("title", "contains", "Crane"), "Title contains “crane”"),
	(("title", "is_one_of", ["A", "B"]), "Title is one of “a”, “b”"),
	(("deal_owner", "is_empty"), "Deal Owner is empty"),
	(("deal_owner", "is", "Administrator"), "Deal Owner is Administrator"),
	(("outcome", "is", "Won"), "Outcome is Won"),
	(("expected_close_date", "before", "2026-03-01"), "Expected Close Date is before 2026-03-01"),
	(("expected_close_date", "in_next_days", 7), "Expected Close Date lies in the next 7 days"),
	(("stage", "changed"), "Stage has changed"),
]


def test_a_condition_in_words():
	date = frappe.utils.formatdate("2026-03-01")
	for given, words in CONDITIONS:
		assert words_of_test(*given) == words.replace("2026-03-01", date)


def test_what_was_before_is_said():
	assert words_of_test("stage", "is", stage("Lead"), of="before") == "Stage, before the change, is Lead"


def test_groups_stand_in_brackets():
	tree = {
		"all": [
			asked("value", "more_than", 1),
			{"any": [asked("deal_owner", "is_empty"), asked("title", "is", "X")]},
		]
	}
	doc = definition(conditions=tree)
	assert conditions_text(doc.conditions) == "Value is more than 1 and (Deal Owner is empty or Title is “x”)"
	doc = definition(conditions={"none": [asked("deal_owner", "is_empty"), asked("title", "is", "X")]})
	assert conditions_text(doc.conditions) == "none of this: Deal Owner is empty or Title is “x”"


TRIGGERS = [
		({"trigger_type": "Button"}, "when somebody presses the button on a record: Deal"),
		({"trigger_type": "Schedule", "cron": "0 9 * * *"}, "every day at 09:00, for each record: Deal"),
		({"trigger_type": "Schedule", "cron": "30 7 * * 1"}, "every Monday at 07:30, for each record: Deal"),
		({"trigger_type": "Schedule", "cron": "*/5 * * * *"}, "at the times “*/5 * * * *”, for each record: Deal"),
		({"trigger_type": "Date", "date_field": "expected_close_date"}, "when Expected Close Date of a record has come: Deal"),
		({"trigger_type": "Date", "date_field": "expected_close_date", "days": -3}, "3 days before Expected Close Date of a record: Deal"),
		({"trigger_type": "Date", "date_field": "expected_close_date", "days": 1}, "one day after Expected Close Date of a record: Deal"),
	]  # fmt: skip


def test_a_trigger_in_words():
	for given, words in TRIGGERS:
		said = trigger_text(definition(**given))
		assert said == words.replace(": Deal", f": {label_of('CRM Sales Deal')}")


STEPS = [
	({"step": "mail", "to": "contact", "subject": "Hello", "text": "You"}, "mail the contact: “Hello”"),
	({"step": "mail", "to": {"address": "a@example.com"}, "subject": "Hello", "text": "You"}, "mail a@example.com: “Hello”"),
	({"step": "note", "subject": "Call", "in_working_days": 2}, "write a follow-up for the owner (Task), due in 2 working days: “Call”"),
	({"step": "note", "subject": "Call", "assigned_to": {"role": "CRM Manager"}}, "write down for everybody with the role CRM Manager (Task): “Call”"),
	({"step": "notify", "to": {"user": "Administrator"}, "text": "Look " * 30}, "notify Administrator in the desk: “" + ("Look " * 12)[:59] + "…”"),
	({"step": "change", "values": {"description": "x"}}, "change Description"),
	({"step": "change", "of": "customer", "values": {"industry": "Steel"}}, "change Industry of the Customer"),
	({"step": "assign", "to": {"turns": ["Administrator"]}}, "give it to Administrator in turns"),
	({"step": "tag", "tag": "Seen", "take_off": 1}, "take off the tag “Seen”"),
	({"step": "wait", "days": 1, "hours": 2}, "wait one day 2 hours"),
	({"step": "wait", "working_hours": 4}, "wait 4 working hours"),
	({"step": "wait", "until": "expected_close_date"}, "wait until Expected Close Date"),
	({"step": "wait", "until": "expected_close_date", "days": -2}, "wait until 2 days before Expected Close Date"),
	({"step": "wait_for_event", "event": "deal.won", "days": 5}, "wait for this, at most 5 days: A deal is won"),
	({"step": "if", "if": {"all": [{"field": "value", "operator": "more_than", "value": 5}]}}, "if Value is more than 5"),
	({"step": "repeat", "until": {"all": [{"field": "deal_owner", "operator": "is_filled"}]}, "most": 3}, "repeat at most 3 times, until Deal Owner is filled"),
	({"step": "stop", "reason": "No need"}, "stop: No need"),
	({"step": "webhook", "url": "https://hooks.example.com/x"}, "call hooks.example.com"),
	({"step": "respondio"}, "send to respond.io"),
	({"step": "message", "channel": "SMS", "text": "Hello"}, "send a message"),
]  # fmt: skip


def test_a_step_in_words():
	for given, words in STEPS:
		(step,) = definition(given).steps
		said = step_text(step, "CRM Sales Deal")
		assert said == words.replace("the Customer", f"the {label_of('CRM Customer')}")


def test_a_stage_is_named():
	(step,) = definition({"step": "stage", "stage": stage("Won")}).steps
	assert as_sentence(step_text(step)) == "Move it to Won"


def test_a_step_about_mails_is_called_as_it_is():
	(step,) = definition({"step": "mail_contact"}, record_type="CRM Mail", event_kind="mail.received").steps
	assert as_sentence(step_text(step)) == "Make the sender of a mail a contact"


def test_a_project_is_begun():
	(step,) = definition({"step": "project", "template": make_template().name}).steps
	assert as_sentence(step_text(step)) == "Start a project"


def test_every_step_of_ours_is_worded():
	worded = {given["step"] for given, _words in STEPS} | {"stage", "mail_contact", "project"}
	assert worded >= set(all_types())
