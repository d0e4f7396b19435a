"""Conditions asked of what is known of a record then: they hold, they do not, or that cannot be told (pure)."""

from collections.abc import Callable

from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.kit.conditions.held import held_value
from frappe_crm_app.kit.conditions.operators import CHANGED, Takes, is_held
from frappe_crm_app.kit.conditions.predicate import as_stored
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group, Join, Side, Test

Held = Callable[[Test, Side], object]
"""What a test's field held, on one side of what happened; `UNKNOWN` where that cannot be told."""
AGAINST_THE_DAY = frozenset(
	{"is_today", "in_last_days", "in_next_days", "more_than_days_ago", "more_than_days_ahead"}
)


def judge(tree: Group | Test, held: Held, present: Present) -> bool | None:
	"""Return whether conditions held, `None` where what is not known decides it."""
	if isinstance(tree, Test):
		return judge_test(tree, held, present)
	answers = [judge(member, held, present) for member in tree.members]
	if not answers:
		return True
	if tree.join == Join.ALL:
		return all_of(answers)
	one = any_of(answers)
	return one if tree.join == Join.ANY or one is None else not one


def all_of(answers: list[bool | None]) -> bool | None:
	"""Return whether all are true."""
	if False in answers:
		return False
	return None if None in answers else True


def any_of(answers: list[bool | None]) -> bool | None:
	"""Return whether one is true."""
	if True in answers:
		return True
	return None if None in answers else False


def judge_test(test: Test, held: Held, present: Present) -> bool | None:
	"""Return whether one test was fulfilled."""
	kind = test.field.kind
	if test.operator.key == CHANGED:
		before, after = held(test, Side.BEFORE), held(test, Side.AFTER)
		if before is UNKNOWN or after is UNKNOWN:
			return None
		return as_stored(kind, before) != as_stored(kind, after)
	value = held(test, test.side)
	if value is UNKNOWN:
		return None
	return is_held(test.operator, kind, held_value(kind, value), test.value, present)


def depends_on_the_day(test: Test) -> bool:
	"""Return whether a test is fulfilled by the same value on one day and not on another."""
	return test.operator.key in AGAINST_THE_DAY or test.operator.takes == Takes.DAYS


def undecided(tree: Group, held: Held) -> list[Test]:
	"""Return the tests of which it is not known what their fields held."""
	sides = (Side.BEFORE, Side.AFTER)
	return [
		test
		for test in tree.tests()
		if any(
			held(test, side) is UNKNOWN for side in (sides if test.operator.key == CHANGED else [test.side])
		)
	]
