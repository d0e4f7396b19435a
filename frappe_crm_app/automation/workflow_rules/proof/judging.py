"""Conditions asked of what is known of a record then: they hold, they do not, or that cannot be told (pure)."""

from collections.abc import Callable, Iterable

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


class Judge:
	"""Asks conditions again and again: what a test answers for a value is worked out once, unless it depends on the day."""

	def __init__(self) -> None:
		self.answers: dict[tuple[int, object], tuple[Test, bool]] = {}

	def ask(self, tree: Group | Test, held: Held, present: Present) -> bool | None:
		"""Return whether conditions held, `None` where what is not known decides it."""
		if isinstance(tree, Test):
			return self.ask_test(tree, held, present)
		answers = (self.ask(member, held, present) for member in tree.members)
		if tree.join == Join.ALL:
			return all_of(answers)
		one = any_of(answers) if tree.members else tree.join == Join.ANY
		return one if tree.join == Join.ANY or one is None else not one

	def ask_test(self, test: Test, held: Held, present: Present) -> bool | None:
		"""Return whether one test was fulfilled."""
		if test.operator.key == CHANGED:
			return has_changed(test, held)
		value = held(test, test.side)
		if value is UNKNOWN:
			return None
		key = (id(test), value)
		if key in self.answers:
			return self.answers[key][1]
		kind = test.field.kind
		answer = is_held(test.operator, kind, held_value(kind, value), test.value, present)
		if not depends_on_the_day(test):
			self.answers[key] = (test, answer)  # which keeps the test, so that nothing else gets its number
		return answer


def has_changed(test: Test, held: Held) -> bool | None:
	"""Return whether a field held something else before."""
	before, after = held(test, Side.BEFORE), held(test, Side.AFTER)
	if before is UNKNOWN or after is UNKNOWN:
		return None
	return as_stored(test.field.kind, before) != as_stored(test.field.kind, after)


def judge(tree: Group | Test, held: Held, present: Present) -> bool | None:
	"""Return whether conditions held, asked once."""
	return Judge().ask(tree, held, present)


def all_of(answers: Iterable[bool | None]) -> bool | None:
	"""Return whether all are true; asks no further than the first that is not."""
	found: bool | None = True
	for answer in answers:
		if answer is False:
			return False
		found = None if answer is None else found
	return found


def any_of(answers: Iterable[bool | None]) -> bool | None:
	"""Return whether one is true; asks no further than the first that is."""
	found: bool | None = False
	for answer in answers:
		if answer:
			return True
		found = None if answer is None else found
	return found


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
