"""A rule that moves records to an archived stage says so as it is made or turned on; who archives a stage is told of rules."""

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.editor.problems import problems_of
from frappe_crm_app.kit.exceptions import RuleError
from tests.factories import make_pipeline
from tests.site.automation.workflow_rules.engine import TAG, rule

STAGE = "CRM Stage"
RULE_OF_STAGE = {
	"title": "Move",
	"record_type": "CRM Sales Deal",
	"trigger_type": "Event",
	"event_kind": "deal.created",
}


@pytest.fixture
def second() -> str:
	pipeline = make_pipeline("First", "Second", "Third")
	return frappe.db.get_value(STAGE, {"pipeline": pipeline.name, "stage_name": "Second"})


def archive(doctype: str, name: str) -> list[str]:
	"""Archive it, and return what is said."""
	frappe.clear_messages()
	frappe.get_doc(doctype, name).update({"is_archived": 1}).save()
	return [message["message"] for message in frappe.get_message_log()]


def moving_to(stage: str) -> dict:
	return {"step": "if", "if": {"all": []}, "then": [{"step": "stage", "stage": stage}]}


def test_a_rule_that_moves_to_an_archived_stage_is_refused(second):
	archive(STAGE, second)
	with pytest.raises(RuleError, match=r"“Second” is archived\. Choose another one"):
		rule(moving_to(second))
	off = rule(moving_to(second), is_enabled=0)
	with pytest.raises(RuleError, match=r"“Second” is archived\. Choose another one"):
		off.update({"is_enabled": 1}).save()
	assert not frappe.db.get_value("CRM Workflow Rule", off.name, "is_enabled")


def test_the_page_of_rules_says_it_beside_the_step(second):
	steps = [TAG, moving_to(second)]
	assert problems_of({**RULE_OF_STAGE, "steps": steps}) == []
	archive(STAGE, second)
	[problem] = problems_of({**RULE_OF_STAGE, "steps": steps})
	assert (problem["part"], problem["place"]) == ("steps", "1.then.0")
	assert "is archived" in problem["message"]


@pytest.mark.parametrize("doctype", [STAGE, "CRM Pipeline"])
def test_who_archives_is_told_which_rules_move_records_there(second, doctype):
	rule(moving_to(second), title="Move on")
	rule(moving_to(second), title="Sleeping", is_enabled=0)
	rule(TAG, title="Another")
	name = second if doctype == STAGE else frappe.db.get_value(STAGE, second, "pipeline")
	[said] = archive(doctype, name)
	assert said.endswith(": Move on")
	assert archive(doctype, name) == []


def test_a_rule_that_is_on_can_be_turned_off_and_renamed_after_its_stage_was_archived(second):
	made = rule(moving_to(second))
	archive(STAGE, second)
	made.reload().update({"title": "Renamed"}).save()
	made.update({"is_enabled": 0}).save()
	assert frappe.db.get_value("CRM Workflow Rule", made.name, ["title", "is_enabled"]) == ("Renamed", 0)
