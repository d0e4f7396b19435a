from dataclasses import dataclass, field

import pytest

from frappe_crm_app.automation.workflow_rules.places import after, as_text, first, from_text, into, step_at


@dataclass
class Step:
	key: str
	branches: dict = field(default_factory=dict)
	is_loop: bool = False


LOOP = Step("loop", {"steps": [Step("a"), Step("if", {"then": [Step("b")], "else": []})]}, is_loop=True)
STEPS = [Step("first"), LOOP, Step("last")]


def walked(choices: dict, most: int = 20) -> list[str]:
	"""Return the keys of the steps that are met; `choices` are the branches taken, by key, in their order."""
	met, place = [], first(STEPS)
	while place and len(met) < most:
		step = step_at(STEPS, place)
		met.append(step.key)
		branch = choices.get(step.key, []) and choices[step.key].pop(0)
		place = into(STEPS, place, branch) if branch else after(STEPS, place)
	return met


def test_steps_follow_each_other_and_a_loop_follows_its_last_step():
	taken = {"loop": ["steps", "steps", None], "if": ["then", "else"]}
	assert walked(taken) == ["first", "loop", "a", "if", "b", "loop", "a", "if", "loop", "last"]


def test_an_empty_branch_is_passed():
	assert walked({"loop": ["steps", None], "if": ["else"]}) == ["first", "loop", "a", "if", "loop", "last"]


def test_no_steps_have_no_place():
	assert first([]) is None
	assert as_text(None) is None
	assert from_text(None) is None
	assert from_text("") is None


@pytest.mark.parametrize("place", [(0,), (1, "steps", 1, "then", 0), (12, "else", 3)])
def test_a_place_is_stored_as_text(place):
	assert from_text(as_text(place)) == place
