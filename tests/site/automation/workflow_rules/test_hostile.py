"""Whatever somebody sends as a rule, the answer is one sentence, soon, and nothing is stored."""

import json
import time

import frappe
import pytest
from frappe.utils import strip_html

from frappe_crm_app.automation.workflow_rules.editor import api
from frappe_crm_app.automation.workflow_rules.proof.api import backtest
from tests.factories import make_deal, move
from tests.site.automation.workflow_rules.engine import RUN, TAG, asked, look, rule, run_of, tags_of, work_off
from tests.site.automation.workflow_rules.proof.proving import given

RULE = "CRM Workflow Rule"
SCHEDULE = {"trigger_type": "Schedule", "event_kind": None}
HALF = "\ud800"  # of a character


def deep(depth: int, inner: object = None) -> dict:
	"""Return groups in each other."""
	group = {"all": [inner] if inner else []}
	for _number in range(depth):
		group = {"all": [group]}
	return group


def deep_steps(depth: int) -> list:
	"""Return steps in each other."""
	steps = [TAG]
	for _number in range(depth):
		steps = [{"step": "if", "if": {"all": []}, "then": steps}]
	return steps


def body(value: object) -> list:
	return [{"step": "webhook", "url": "https://example.com", "shape": "own", "body": value}]


MAD = {
	"deep conditions": {"conditions": deep(300)},
	"conditions one too deep": {"conditions": deep(4, asked("value", "more_than", 1))},
	"conditions deeper than JSON goes": {"conditions": '{"all":[' * 50_000},
	"closed ones, too": {"conditions": '{"all":[' * 50_000 + "]}" * 50_000},
	"many groups": {"conditions": {"all": [{"all": []}] * 5000}},
	"many tests": {"conditions": {"all": [asked("value", "more_than", 1)] * 20_000}},
	"many values": {"conditions": {"all": [asked("title", "is_one_of", ["x"] * 100_000)]}},
	"a long text": {"conditions": {"all": [asked("title", "contains", "x" * 1_000_000)]}},
	"no number": {"conditions": '{"all": [{"field": "value", "operator": "more_than", "value": NaN}]}'},
	"an endless number": {"conditions": '{"all": [{"field": "value", "operator": "more_than", "value": 1e999}]}'},
	"a number of many digits": {"conditions": {"all": [asked("value", "more_than", 10**400)]}},
	"half a character": {"conditions": {"all": [asked("title", "is", HALF)]}},
	"half a character in a step": {"steps": [{"step": "tag", "tag": HALF}]},
	"deep steps": {"steps": deep_steps(300)},
	"steps one too deep": {"steps": deep_steps(5)},
	"many steps": {"steps": [TAG] * 20_000},
	"a long tag": {"steps": [{"step": "tag", "tag": "x" * 1_000_000}]},
	"a deep body": {"steps": body(deep(300))},
	"a body without a number": {"steps": '[{"step": "webhook", "url": "https://example.com", "shape": "own", "body": {"a": NaN}}]'},
	"many formulas begun": {"steps": [{"step": "note", "subject": "x", "content": "{{=" * 300_000}]},
	"a day that never comes": {**SCHEDULE, "cron": "0 0 31 2 *"},
	"a random time": {**SCHEDULE, "cron": "R R * * *"},
	"steps in a text in a text": {"steps": json.dumps(json.dumps([TAG]))},
}  # fmt: skip


def ways(rule_given: dict) -> dict:
	"""Return the ways in which a rule is sent."""
	stored = {
		name: value if isinstance(value, str | None) else json.dumps(value)
		for name, value in rule_given.items()
	}
	return {
		"save": lambda: api.save({"title": "Mad", **rule_given}),
		"backtest": lambda: backtest(rule_given, 30),
		"document": lambda: frappe.get_doc({"doctype": RULE, "title": "Mad", **stored}).insert(),
	}


@pytest.mark.parametrize("what", MAD)
def test_it_is_refused_in_a_sentence_and_soon(what):
	rule_given = given(**MAD[what])
	for way, send in ways(rule_given).items():
		start = time.perf_counter()
		with pytest.raises(frappe.ValidationError) as refusal:
			send()
		assert time.perf_counter() - start < 3, way
		sentence = strip_html(str(refusal.value))
		assert sentence.endswith("."), (way, sentence)
		assert len(sentence) < 500
	assert is_refused_or_said({"title": "Mad", **rule_given})
	assert not frappe.db.exists(RULE, {"title": "Mad"})


def is_refused_or_said(rule_given: dict) -> bool:
	"""Return whether the page is told that something is wrong while the rule is written."""
	try:
		return bool(api.check(rule_given)["problems"])
	except frappe.ValidationError:
		return True


PATTERNS = [
	"%",
	"_",
	"\\",
	"\\%",
	"%%%_",
	"'",
	'"; --',
	".*",
	"(a+)+$",
	"[[:alpha:]]",
	"{{ title }}",
	"{0}",
	"%s",
]


@pytest.mark.parametrize("how", ["event", "schedule"])
def test_what_looks_like_a_pattern_is_found_as_it_is_written(how):
	deals = {text: make_deal(title=f"x{text}y") for text in PATTERNS}
	plain = make_deal(title="xy aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")
	for text, deal in deals.items():
		for operator, value in (("contains", text), ("starts_with", f"x{text}"), ("ends_with", f"{text}y")):
			doc = rule(TAG, conditions=[asked("title", operator, value)], **when(how))
			happen(how, doc, deal, plain)
			found = frappe.get_all(RUN, {"rule": doc.name, "status": "Completed"}, pluck="reference_name")
			assert deal.name in found, (operator, text)
			assert plain.name not in found, (operator, text)
			frappe.db.set_value(RULE, doc.name, "is_enabled", 0)


def when(how: str) -> dict:
	return {} if how == "event" else SCHEDULE | {"cron": "* * * * *"}


def happen(how: str, doc, *deals) -> None:
	"""Have the rule look at these deals."""
	if how == "schedule":
		look(doc)
	for deal in deals if how == "event" else ():
		at = frappe.db.get_value(deal.doctype, deal.name, "stage")
		before = frappe.db.get_value("CRM Stage", at, "stage_name")
		move(deal, "Proposal" if before != "Proposal" else "Qualified")
	work_off()


def test_a_formula_that_comes_to_too_much_stops_the_run_with_its_sentence():
	doc = rule({"step": "note", "subject": "{{= value * 1e200 * 1e200 }}"})
	move(make_deal(value=10), "Proposal")
	work_off()
	run = run_of(doc)
	assert (run.status, run.reason_key) == ("Failed", "refused")
	assert "cannot be worked out" in run.reason


def test_texts_of_records_are_never_read_as_places():
	doc = rule({"step": "note", "subject": "{{ title }}"})
	deal = make_deal(title="{{ value }}{{= 1 + 1 }}{% x %}<b>")
	move(deal, "Proposal")
	work_off()
	assert run_of(doc).status == "Completed"
	subject = frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name}, "subject")
	assert subject.startswith("{{ value }}{{= 1 + 1 }}")
	assert tags_of(deal) == set()
