"""What records held then, edit by edit back; and conditions asked of what is known."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from frappe_crm_app.automation.workflow_rules.proof.judging import judge
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN, Edit, Past, Segment
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind
from frappe_crm_app.kit.conditions.operators import OPERATORS
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group, Join, Side, Test

NAME = "a"
DAY = datetime(2026, 3, 1)
VALUE = ConditionField("value", "Value", Kind.NUMBER, "Deal")
TITLE = ConditionField("title", "Title", Kind.TEXT, "Deal")
PRESENT = Present(DAY, ZoneInfo("UTC"), ZoneInfo("UTC"))


def on(day: int) -> datetime:
	return DAY + timedelta(days=day)


def past(*edits: tuple[int, object, object], about: ConditionField = VALUE) -> Past:
	"""A past of edits, each at the beginning of a day; texts that say "?" cannot be read."""
	made = Past(lambda _about, text: UNKNOWN if text == "?" else text)
	for day, before, after in edits:
		made.add((about.doctype, NAME, about.fieldname), Edit(on(day), before, after))
	made.sort()
	return made


def test_a_value_is_what_the_next_edit_found():
	held = past((5, 2, 3), (2, 1, 2))
	assert [held.value_at(VALUE, NAME, on(day), 3) for day in (1, 2, 4, 5, 9)] == [1, 2, 2, 3, 3]


def test_a_record_without_edits_held_what_it_holds():
	assert past().value_at(VALUE, NAME, on(1), 7) == 7


def test_where_edits_do_not_fit_together_nothing_is_known():
	held = past((2, 1, 2), (5, 4, 5))
	assert held.value_at(VALUE, NAME, on(1), 5) == 1
	assert held.value_at(VALUE, NAME, on(3), 5) is UNKNOWN
	assert held.value_at(VALUE, NAME, on(6), 6) is UNKNOWN


def test_a_text_that_cannot_be_read_is_not_known():
	held = past((2, "?", 2))
	assert held.value_at(VALUE, NAME, on(1), 2) is UNKNOWN
	assert held.value_at(VALUE, NAME, on(3), 2) == 2


def test_texts_that_differ_in_case_are_different_values():
	held = past((2, "a", "B"), about=TITLE)
	assert held.value_at(TITLE, NAME, on(3), "b") is UNKNOWN


def test_what_is_written_past_documents_is_never_known():
	about = ConditionField("last_activity_on", "Last Activity", Kind.MOMENT, "Deal")
	assert past().value_at(about, NAME, on(1), DAY) is UNKNOWN


def test_segments_follow_one_another():
	held = past((2, 1, 2))
	assert list(held.segments(VALUE, NAME, on(0), 2, on(9))) == [
		Segment(on(0), on(2), 1),
		Segment(on(2), on(9), 2),
	]


def group(join: Join, *answers: bool | None) -> Group:
	"""A group of tests that give these answers: of a value that is 1, 0 or not known."""
	tests = [
		Test(ConditionField(str(answer), "", Kind.FLAG, "Deal"), OPERATORS["is_checked"])
		for answer in answers
	]
	return Group(join, tuple(tests))


def held(test: Test, _side: Side) -> object:
	return {"True": 1, "False": 0, "None": UNKNOWN}[test.field.path]


@pytest.mark.parametrize(
	("join", "answers", "expected"),
	[
		(Join.ALL, (True, True), True),
		(Join.ALL, (True, None), None),
		(Join.ALL, (False, None), False),
		(Join.ANY, (True, None), True),
		(Join.ANY, (False, None), None),
		(Join.ANY, (False, False), False),
		(Join.NONE, (True, None), False),
		(Join.NONE, (False, None), None),
		(Join.NONE, (False, False), True),
		(Join.ANY, (), True),
		(Join.NONE, (), True),
	],
)
def test_what_is_not_known_decides_only_where_nothing_else_does(join, answers, expected):
	assert judge(group(join, *answers), held, PRESENT) is expected
