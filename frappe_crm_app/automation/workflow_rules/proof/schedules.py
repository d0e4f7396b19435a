"""Times of a schedule, each for all records that fulfilled the conditions then.

Whether a record did is asked once for each stretch in which the answer is the same: between its edits, and the days on which a
condition on dates begins or ceases to hold.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.proof.judging import depends_on_the_day
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History, Row
from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.automation.workflow_rules.triggers import next_time
from frappe_crm_app.kit.conditions.held import held_value
from frappe_crm_app.kit.conditions.operators import Takes
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Test

MOST_TIMES = 9000  # once an hour for a year


@dataclass(frozen=True)
class OfASchedule:
	"""The times of a schedule."""

	definition: Definition
	paths: tuple[str, ...] = ()
	is_edits: bool = False
	is_moves: bool = False
	unknown: tuple[str, ...] = ()

	def among(self, _record: Table, _since: datetime) -> Criterion | None:
		"""Return nothing: any record may fulfil the conditions."""
		return None

	def happenings(self, *_arguments: object) -> Iterator[Happening]:
		"""Yield nothing: `stretches` says when records are asked."""
		yield from ()

	def stretches(
		self, history: History, row: Row, times: list[datetime], present: Present
	) -> Iterator[range]:
		"""Yield the times in which the answer for a record is the same, as places in `times`."""
		tests = list(self.definition.conditions.tests())
		edges = {moment for test in tests for moment in history.moments_of(row, test.field)}
		for test in tests:
			if depends_on_the_day(test):
				edges.update(edges_of(history, row, test, present))
		places = sorted({bisect_left(times, edge) for edge in {row.created, *edges}} | {len(times)})
		first = bisect_left(times, row.created)
		for start, end in itertools.pairwise(places):
			if start >= first and start < end:
				yield range(start, end)


def times_of(cron: str, since: datetime, present: Present) -> tuple[list[datetime], list[str]]:
	"""Return the times of a schedule, and what is to be said where these are too many to go through: then the last."""
	times, at = [], since - timedelta(seconds=1)
	while len(times) <= MOST_TIMES:
		at = next_time(cron, replace(present, now=at))
		if at > present.now:
			return times, []
		times.append(at)
	sentence = _("The schedule comes too often to go through all of these days: its first {0} times were.")
	return times[:MOST_TIMES], [sentence.format(MOST_TIMES)]


def edges_of(history: History, row: Row, test: Test, present: Present) -> Iterator[datetime]:
	"""Yield when a condition on a date may begin or cease to hold, for each value that was held."""
	for value in values_held(history, row, test):
		held = held_value(test.field.kind, value)
		if held is None:
			continue
		if isinstance(held, datetime):
			yield from (held, held + timedelta(microseconds=1))
		days = test.value if test.operator.takes == Takes.DAYS else 0
		for away in {0, days, -days}:
			for more in (-1, 0, 1, 2):
				yield present.begins(day_of(held, present) + timedelta(days=away + more))


def values_held(history: History, row: Row, test: Test) -> set[object]:
	"""Return what a field has held, as far as that is known."""
	moments = [row.created, *history.moments_of(row, test.field)]
	return {
		value for moment in moments if (value := history.value_at(row, test.field, moment)) is not UNKNOWN
	}


def day_of(held: date, present: Present) -> date:
	"""Return the day of a date by the owner's calendar."""
	if isinstance(held, datetime):
		return held.replace(tzinfo=present.site).astimezone(present.zone).date()
	return held
