"""What records held then: from what they hold now, edit by edit back (pure, but for the reading of texts).

A value is known where the edits that are kept agree with each other and with what is held now; where they do not, something was changed
that nobody kept, and the value is `UNKNOWN`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.predicate import as_stored

Key = tuple[str, str, str]
"""DocType, name of the record, fieldname."""
Reader = Callable[[ConditionField, object], object]


class Unknown:
	"""What cannot be told."""

	def __repr__(self) -> str:
		return "UNKNOWN"


UNKNOWN = Unknown()
moment_of = attrgetter("moment")
# What is written past documents, so that no edit of it is kept.
NEVER_KEPT = frozenset({"modified", "next_follow_up_on", "last_activity_on"})


@dataclass(frozen=True, slots=True)
class Edit:
	"""One field of one record went from one value to another; `is_read` where these are no texts of Version any more."""

	moment: datetime
	before: object
	after: object
	is_read: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
	"""From when until when (not included) a field held a value."""

	start: datetime
	end: datetime
	value: object


NOTHING: list[Edit] = []


class Past:
	"""The edits that are kept of some fields; `read` returns what a text of Version stands for."""

	def __init__(self, read: Reader) -> None:
		self.read = read
		self.edits: dict[tuple[str, str], dict[str, list[Edit]]] = defaultdict(dict)
		self.by_path: dict[str, dict[str, list[Edit]]] = {}

	def add(self, key: Key, edit: Edit) -> None:
		"""Keep an edit."""
		doctype, name, fieldname = key
		self.edits[doctype, fieldname].setdefault(name, []).append(edit)

	def sort(self) -> None:
		"""Put the edits of each field in their order, once all are there."""
		for records in self.edits.values():
			for edits in records.values():
				edits.sort(key=moment_of)

	def of(self, about: ConditionField, name: str) -> list[Edit]:
		"""Return the edits of a field of a record, the first first."""
		records = self.by_path.get(about.path)
		if records is None:
			records = self.by_path[about.path] = self.edits[about.doctype, about.fieldname]
		return records.get(name, NOTHING)

	def value_at(self, about: ConditionField, name: str, moment: datetime, now: object) -> object:
		"""Return what a field held after all that happened up to a moment, given what it holds now."""
		edits = self.of(about, name)
		if not edits:
			return UNKNOWN if about.fieldname in NEVER_KEPT else now
		return self.value_between(about, edits, bisect_right(edits, moment, key=moment_of), now)

	def value_between(self, about: ConditionField, edits: list[Edit], place: int, now: object) -> object:
		"""Return what a field held before the edit at a place in their order, and after the one before it."""
		held = self.held(about, edits[place], "before") if place < len(edits) else now
		if place and self.is_other(about, self.held(about, edits[place - 1], "after"), held):
			return UNKNOWN
		return held

	def held(self, about: ConditionField, edit: Edit, side: str) -> object:
		"""Return what an edit says of a field."""
		value = getattr(edit, side)
		return value if edit.is_read else self.read(about, value)

	def is_other(self, about: ConditionField, one: object, other: object) -> bool:
		"""Return whether two values that should be the same are not, or cannot be told."""
		if one is UNKNOWN or other is UNKNOWN:
			return True
		return one != other and as_stored(about.kind, one) != as_stored(about.kind, other)

	def segments(
		self, about: ConditionField, name: str, created: datetime, now: object, end: datetime
	) -> Iterator[Segment]:
		"""Yield what a field held, one value after the other, from when the record was made."""
		edits, start = self.of(about, name), created
		for place, edit in enumerate(edits):
			yield Segment(start, edit.moment, self.value_between(about, edits, place, now))
			start = edit.moment
		yield Segment(start, end, self.value_between(about, edits, len(edits), now))


def fields_read(fields: Mapping[str, ConditionField], paths: set[str]) -> dict[str, ConditionField]:
	"""Return those of the fields, by path, and the links by which they are reached."""
	found = {path: each for path, each in fields.items() if path in paths}
	return found | {each.link: fields[each.link] for each in found.values() if each.link in fields}
