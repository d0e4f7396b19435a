"""What the page of rules is told: by whose rights, what may be written, and what is wrong with it, beside its part."""

import json

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules.definition import RECORD_TYPES
from frappe_crm_app.automation.workflow_rules.editor import api
from frappe_crm_app.automation.workflow_rules.editor.shipped import templates
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.step_inputs import InputKind
from frappe_crm_app.kit.workflow_steps import all_types
from frappe_crm_app.visibility.roles import CRMRole
from tests.factories import make_deal, move
from tests.site.automation.workflow_rules.engine import TAG, asked, rule, run_of, work_off

DEAL = "CRM Sales Deal"
DESK_ROLE = "Workspace Manager"  # of somebody who sees the desk, and has no role of the CRM
NAME = "no such rule"
WRITING = {
	"save": {"rule": {"title": "x"}},
	"turn": {"name": NAME, "is_on": True},
	"remove": {"name": NAME},
	"retry_run": {"run": NAME},
}
READING = {
	"get_rules": {},
	"get_rule": {"name": NAME},
	"get_catalog": {"record_type": DEAL},
	"check": {"rule": {}},
	"get_runs": {"rule": NAME},
	"get_run_steps": {"run": NAME},
}


def given(*steps: dict, **values) -> dict:
	"""A rule as the page sends it."""
	whole = {
		"title": "Tag what moves",
		"record_type": DEAL,
		"trigger_type": "Event",
		"event_kind": "deal.stage_changed",
		"conditions": {"all": []},
		"steps": [*steps] or [TAG],
	}
	return whole | values


def problems(rule_given: dict) -> list[tuple[str, str]]:
	return [(found["part"], found["place"]) for found in api.check(rule_given)["problems"]]


# --- who ---


def test_others_are_refused_in_one_sentence(make_user):
	roles = [*(set(map(str, CRMRole)) - {"CRM Admin", "CRM Manager"}), DESK_ROLE, None]
	users = [make_user(*([role] if role else [])) for role in roles]
	for user in [*users, "Guest"]:
		frappe.set_user(user)
		for name, values in {**READING, **WRITING}.items():
			with pytest.raises(frappe.PermissionError, match="of the CRM"):
				getattr(api, name)(**values)


def test_a_manager_reads_and_does_not_write(make_user):
	doc = rule()
	frappe.set_user(make_user("CRM Manager"))
	answer = api.get_rules()
	assert not answer["can_write"]
	assert doc.name in [row["name"] for row in answer["rules"]]
	assert api.get_rule(doc.name)["steps"] == [TAG]
	for name, values in WRITING.items():
		with pytest.raises(frappe.PermissionError, match="Only administrators of the CRM write its rules"):
			getattr(api, name)(**values)


def test_an_admin_writes_turns_on_and_deletes(make_user):
	frappe.set_user(make_user("CRM Admin"))
	made = api.save(given())
	assert (made["rule_owner"], made["is_enabled"], made["version_number"]) == (frappe.session.user, 0, 1)
	row = api.turn(made["name"], True)
	assert row["is_enabled"]
	assert row["sentence"] == "When a deal moves to another stage, then tag it “Seen”"
	changed = api.save(given(title="Another name"), made["name"], str(row["modified"]))
	assert changed["title"] == "Another name"
	api.remove(made["name"])
	assert not frappe.db.exists("CRM Workflow Rule", made["name"])


def test_a_rule_that_is_not_there_is_missing():
	for name, values in {"get_rule": {}, "turn": {"is_on": True}, "remove": {}}.items():
		with pytest.raises(frappe.DoesNotExistError):
			getattr(api, name)(NAME, **values)


# --- what is written ---


def test_what_somebody_else_changed_meanwhile_is_not_overwritten():
	made = api.save(given())
	api.save(given(title="First"), made["name"], made["modified"])
	frappe.db.set_value("CRM Workflow Rule", made["name"], "modified", add_to_date(now_datetime(), seconds=5))
	with pytest.raises(RuleError, match="Somebody has changed this rule"):
		api.save(given(title="Second"), made["name"], made["modified"])
	assert frappe.db.get_value("CRM Workflow Rule", made["name"], "title") == "First"


def test_a_secret_stays_unless_another_is_sent():
	made = api.save(given(webhook_secret="quiet"))
	kept = api.save(given(webhook_secret=None), made["name"])
	assert (kept["has_secret"], "webhook_secret" in kept) == (True, False)
	doc = frappe.get_doc("CRM Workflow Rule", made["name"])
	assert doc.get_password("webhook_secret") == "quiet"


BAD_INPUT = (
	"[]",
	"no JSON",
	{"owner": "Administrator"},
	{"rule_owner": "Administrator"},
	{"title": ["x"]},
	{"title": "x" * 141},
	{"title": "x\0"},
	{"days": "3"},
	{"days": True},
	{"priority": 10**9},
	{"trigger_type": "Moon"},
	{"how_often": []},
	{"is_enabled": "yes"},
	{"is_enabled": []},
	{"conditions": []},
	{"steps": {}},
	{"steps": "{"},
)


def test_bad_input_is_refused_in_a_sentence():
	for wrong in BAD_INPUT:
		with pytest.raises(RuleError):
			api.check(given() | wrong if isinstance(wrong, dict) else wrong)


def test_only_records_that_rules_are_about_have_a_catalog():
	for wrong in ("User", "", "Nothing\0"):
		with pytest.raises(RuleError):
			api.get_catalog(wrong)


# --- what is wrong, beside its part ---

IF = {"step": "if", "if": {"all": []}}
BAD_TEST, GOOD_TEST = asked("title", "is_today"), asked("title", "is", "x")


WRONG_PARTS = [
		(given(title=""), [("title", "")]),
		(given(record_type=None), [("trigger", "")]),
		(given(event_kind=None), [("trigger", "")]),
		(given(trigger_type=None), [("trigger", "")]),
		(given(trigger_type="Schedule", cron="often"), [("trigger", "")]),
		(given(trigger_type="Date", date_field="title"), [("trigger", "")]),
		(
			given(conditions={"all": [GOOD_TEST, {"any": [GOOD_TEST, BAD_TEST]}, BAD_TEST]}),
			[("conditions", "1.1"), ("conditions", "2")],
		),
		(given(conditions={"all": [asked("value", "changed")]}), [("conditions", "0")]),
		(given(conditions={"some": []}), [("conditions", "")]),
		(given(steps=[]), [("steps", "")]),
		(given({"step": "tag"}, TAG, {"step": "sing"}), [("steps", "0"), ("steps", "2")]),
		(given({**IF, "then": [TAG, {**IF, "else": [{"step": "tag"}]}]}), [("steps", "0.then.1.else.0")]),
		(given(1, {"step": ["tag"]}), [("steps", "0"), ("steps", "1")]),
		(given({"step": "repeat", "until": {"all": []}, "most": 2, "steps": [{"step": "repeat", "until": {"all": []}, "most": 2}]}),
			[("steps", "0.steps.0")]),
		(
			given(record_type="CRM Contact", event_kind="contact.updated", how_often="Once per Stage"),
			[("more", "")],
		),
		(
			given({"step": "wait", "days": 1, "only_if_still_true": True},
				conditions={"all": [asked("stage", "changed")]}),
			[("rule", "")],
		),
		(given(title="", steps=[]), [("title", ""), ("steps", "")]),
		(given(), []),
	]  # fmt: skip


def test_each_problem_stands_beside_its_part():
	for wrong, parts in WRONG_PARTS:
		assert problems(wrong) == parts
		assert (api.check(wrong)["sentence"] is None) == bool(parts)


def test_a_refused_save_says_what_is_wrong_and_keeps_nothing():
	before = frappe.db.count("CRM Workflow Rule")
	with pytest.raises(RuleError, match="A tag is a word"):
		api.save(given({"step": "tag"}))
	assert frappe.local.response.pop("problems")[0]["place"] == "0"
	assert frappe.db.count("CRM Workflow Rule") == before


# --- what is offered ---


def test_the_catalog_offers_what_can_be_said_of_each_type():
	for record_type in RECORD_TYPES:
		offered = api.get_catalog(record_type)
		assert json.loads(frappe.as_json(offered))
		assert offered["events"]
		assert {step["key"] for step in offered["steps"]} <= all_types().keys()
		assert offered["has_stages"] == bool(offered["stages"])
		inputs = [each for step in offered["steps"] for each in step["inputs"] or ()]
		assert {each["kind"] for each in inputs} <= set(map(str, InputKind))
		assert all(each["label"] for each in inputs)


def test_every_step_of_ours_describes_its_form():
	assert [key for key, step in all_types().items() if step.inputs is None] == []


def test_fields_of_a_higher_level_are_offered_to_who_reads_them():
	paths = {field["path"] for field in api.get_catalog(DEAL)["fields"]}
	assert {"stage", "customer.industry", "creation"} <= paths


def test_eight_rules_to_start_from_are_rules():
	frappe.set_user("Administrator")
	offered = templates()
	assert len({each["key"] for each in offered}) == 8
	for each in offered:
		found = {(found["part"], found["message"]) for found in api.check(each["rule"])["problems"]}
		if each["key"] == "slack_won":
			assert {part for part, _message in found} == {"steps"}
			each["rule"]["steps"][0]["url"] = "https://hooks.slack.com/services/x"
			found = api.check(each["rule"])["problems"]
		assert not found, each["key"]
		made = api.save(each["rule"])
		assert not made["is_enabled"]


# --- what rules did ---


def test_the_list_counts_what_rules_did_in_thirty_days():
	doc = rule(title="Counted")
	other = rule(title="Silent", is_enabled=0)
	deal = make_deal()
	move(deal, "Qualified")
	work_off()
	row, silent = (
		next(row for row in api.get_rules()["rules"] if row["name"] == each.name) for each in (doc, other)
	)
	assert (row["runs"], row["failures"], bool(row["last_run"])) == (1, 0, True)
	assert (silent["runs"], silent["failures"], silent["last_run"]) == (0, 0, None)
	frappe.db.set_value("CRM Workflow Run", run_of(doc).name, "status", "Failed")
	assert next(row for row in api.get_rules()["rules"] if row["name"] == doc.name)["failures"] == 1
	frappe.db.set_value(
		"CRM Workflow Run", run_of(doc).name, "creation", add_to_date(now_datetime(), days=-31)
	)
	assert next(row for row in api.get_rules()["rules"] if row["name"] == doc.name)["runs"] == 0


def test_runs_are_listed_with_their_records_and_steps():
	doc = rule(TAG, conditions=[asked("title", "is", "Crane")])
	crane, other = make_deal(title="Crane"), make_deal(title="Digger")
	for deal in (crane, other):
		move(deal, "Qualified")
	work_off()
	(row,) = api.get_runs(doc.name)["rows"]
	assert (row["title"], row["record"], row["status"]) == ("Crane", crane.name, "Completed")
	assert [step["detail"] for step in api.get_run_steps(row["name"])] == ["Tagged: Seen."]
	(skipped,) = api.get_runs(doc.name, "skipped")["rows"]
	assert (skipped["title"], skipped["reason"]) == ("Digger", "The conditions did not hold.")
	assert api.get_runs(doc.name, "failed")["rows"] == []


def test_runs_that_cannot_be_asked_for():
	name = rule().name
	for wrong in ({"shown": "all"}, {"start": -1}, {"rule": NAME}):
		with pytest.raises(RuleError):
			api.get_runs(**({"rule": name} | wrong))
