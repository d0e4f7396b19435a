"""Whether something that happened makes a rule run, and if not, why (pure, but for sentences)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frappe import _

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey
from frappe_crm_app.kit.conditions.held import held_value
from frappe_crm_app.kit.conditions.predicate import Record, holds, is_fulfilled
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group, Test
from frappe_crm_app.kit.domain_events.changes import plain

DEEPEST = 5
"""The most rules that may follow from one another."""


@dataclass(frozen=True)
class Reason:
	"""Why a rule does not run, or stops: a key to count by, and a sentence."""

	key: ReasonKey
	sentence: str


@dataclass(frozen=True)
class Seen:
	"""One test of the conditions, the value that it met, and whether it was fulfilled."""

	path: str
	operator: str
	side: str
	given: object
	held: object
	is_fulfilled: bool

	def as_dict(self) -> dict:
		"""Return it as it is stored."""
		return {name: plain(value) for name, value in vars(self).items()}


@dataclass(frozen=True)
class Occurrence:
	"""What happened, as far as it decides whether a rule runs: `chain` are the rules from which it followed, the nearest first."""

	is_bulk: bool = False
	chain: Sequence[str] = ()


def seen_tests(tree: Group, record: Record, present: Present) -> Iterator[Seen]:
	"""Yield every test of the conditions with the value that it meets."""
	for test in tree.tests():
		yield seen_test(test, record, present)


def seen_test(test: Test, record: Record, present: Present) -> Seen:
	"""Return what one test meets."""
	return Seen(
		path=test.field.path,
		operator=test.operator.key,
		side=str(test.side),
		given=test.value,
		held=held_value(test.field.kind, record.held(test)),
		is_fulfilled=is_fulfilled(test, record, present),
	)


def reason_of_occurrence(rule: str, definition: Definition, occurrence: Occurrence) -> Reason | None:
	"""Return why a rule does not run for what happened, whatever the record holds; `None` where that does not speak against it."""
	if occurrence.is_bulk and not definition.counts_bulk:
		return Reason(
			ReasonKey.BULK, _("It came with an import or a bulk change, which this rule does not count.")
		)
	if rule in occurrence.chain and not definition.may_follow_itself:
		return Reason(
			ReasonKey.LOOP, _("It followed from this rule itself: that would go round in a circle.")
		)
	if len(occurrence.chain) >= DEEPEST:
		return Reason(
			ReasonKey.DEEP, _("{0} rules led to it, one after the other: no more follow.").format(DEEPEST)
		)
	return None


def reason_of_conditions(tree: Group, record: Record, present: Present) -> Reason | None:
	"""Return that the conditions do not hold, `None` where they do."""
	if holds(tree, record, present):
		return None
	return Reason(ReasonKey.CONDITIONS, _("The conditions did not hold."))
