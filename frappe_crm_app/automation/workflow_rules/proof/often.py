"""How often a rule runs for one record: what of the occasions that fulfil the conditions become runs."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heapreplace

from frappe_crm_app.automation.workflow_rules.proof.occasions import History, Row
from frappe_crm_app.automation.workflow_rules.proof.past import moment_of
from frappe_crm_app.automation.workflow_rules.steps.linked import doctype_of_subject, link_to
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften
from frappe_crm_app.kit.conditions.fields import fields_of
from frappe_crm_app.kit.conditions.present import Present

STAGE = "stage"
Run = tuple[datetime, str]
"""When, and for which record."""


@dataclass
class Runs:
	"""How often a rule would have run for each record, and the newest of these, as far as they are gone through."""

	of: Counter[str] = field(default_factory=Counter)
	newest: list[Run] = field(default_factory=list)

	@property
	def total(self) -> int:
		"""How many."""
		return self.of.total()


class Keys:
	"""What only one run of a rule may have."""

	def __init__(self, how_often: HowOften, doctype: str, history: History, present: Present) -> None:
		self.how_often, self.history, self.present = how_often, history, present
		self.stage, self.subject = fields_of(doctype).get(STAGE), link_of_subject(doctype)

	def key(self, row: Row, on: datetime) -> Hashable:
		"""Return the key of a run, `None` where every one counts."""
		if self.how_often == HowOften.EVERY_TIME:
			return None
		name = (self.subject and row.values.get(self.subject)) or row.name
		if self.how_often == HowOften.ONCE:
			return name
		if self.how_often == HowOften.ONCE_A_DAY:
			return name, replace(self.present, now=on).today
		edits = self.history.past.of(self.stage, row.name)
		return row.name, bisect_right(edits, on, key=moment_of)


def link_of_subject(doctype: str) -> str | None:
	"""Return the link to the record for which others stand, by which they count."""
	subject = doctype_of_subject(doctype)
	return link_to(doctype, subject) if subject != doctype else None


def runs_of(hits: Iterable[Run], keys: Keys, most: int) -> Runs:
	"""Return the runs that such occasions become."""
	runs, seen = Runs(), set()
	for on, name in sorted(hits):
		key = keys.key(keys.history.rows[name], on)
		if key is None or key not in seen:
			seen.add(key)
			runs.of[name] += 1
			runs.newest.append((on, name))
	runs.newest = runs.newest[::-1][:most]
	return runs


def runs_at_times(fulfilling: dict[str, list[range]], times: list[datetime], keys: Keys, most: int) -> Runs:
	"""Return the runs at times of a schedule, of the stretches in which each record fulfilled the conditions."""
	runs, kept = Runs(), {}
	for name, stretches in fulfilling.items():
		kept[name] = once_for_each_key(stretches, times, keys, keys.history.rows[name])
		runs.of[name] = sum(map(len, kept[name]))
	runs.newest = [(times[-place], name) for place, name in newest_first(kept, most)]
	return runs


def once_for_each_key(stretches: list[range], times: list[datetime], keys: Keys, row: Row) -> list[range]:
	"""Return those of the times that become runs."""
	if keys.how_often == HowOften.EVERY_TIME:
		return stretches
	if keys.how_often == HowOften.ONCE:
		return [range(stretches[0].start, stretches[0].start + 1)] if stretches else []
	found, seen = [], set()
	for stretch in stretches:
		for place in stretch:
			key = keys.key(row, times[place])
			if key not in seen:
				seen.add(key)
				found.append(range(place, place + 1))
	return found


def newest_first(kept: dict[str, list[range]], most: int) -> Iterator[tuple[int, str]]:
	"""Yield the last of all places with their records, as negative numbers, the last first."""
	heap = [(-(each.stop - 1), name, each.start) for name, stretches in kept.items() for each in stretches]
	heapify(heap)
	while heap and most > 0:
		place, name, start = heap[0]
		yield place, name
		most -= 1
		replaced: Callable = heapreplace if -place > start else heappop
		replaced(heap, (place + 1, name, start)) if -place > start else replaced(heap)
