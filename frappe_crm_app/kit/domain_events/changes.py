"""What a record held before and after, and what that means. Pure, so that it is tested without a site."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True)
class Change:
	"""One record, by the values that it held before and holds after: `None` where it was not there, or is not any more.

	Both may hold some of its fields only; one that is in neither has not changed.
	"""

	name: str
	before: Mapping[str, object] | None
	after: Mapping[str, object] | None

	@cached_property
	def pairs(self) -> dict[str, list]:
		"""`{field: [before, after]}` of all that is known, as JSON holds it."""
		before, after = self.before or {}, self.after or {}
		return {
			name: [plain(before.get(name)), plain(after.get(name))]
			for name in dict.fromkeys((*before, *after))
		}

	@cached_property
	def differences(self) -> dict[str, list]:
		"""Those of the pairs that differ; of a record that was made or removed, what it held but nothing, 0 and no."""
		if self.before is None:
			return {name: [None, held] for name, held in filled(self.after or {})}
		if self.after is None:
			return {name: [held, None] for name, held in filled(self.before)}
		return {name: pair for name, pair in self.pairs.items() if pair[0] != pair[1]}


PLAIN_TYPES = frozenset({str, int, float})
Condition = Callable[[Change], bool]


def filled(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
	"""Yield the values, as JSON holds them, that are not empty, 0 or no: of a contact a few of its many fields."""
	for name, value in values.items():
		if value or type(value) is timedelta:  # midnight is false in Python
			yield name, plain(value)


def plain(value: object) -> object:
	"""Return a value as JSON holds it; `""` is `None`, as the two mean the same in a field."""
	if value is None or type(value) in PLAIN_TYPES:
		return None if value == "" else value
	if isinstance(value, bool):
		return int(value)
	if isinstance(value, Decimal):
		return float(value)
	if isinstance(value, date | time | timedelta):
		return str(value)
	if isinstance(value, Mapping):
		return {name: plain(held) for name, held in value.items()}
	if isinstance(value, list | tuple):
		return [plain(each) for each in value] or None
	return str(value)


def is_created(change: Change) -> bool:
	"""Return whether the record is new."""
	return change.before is None and change.after is not None


def is_deleted(change: Change) -> bool:
	"""Return whether the record is gone."""
	return change.after is None and change.before is not None


def is_updated(change: Change) -> bool:
	"""Return whether a record that was there, and is, holds something else."""
	return change.before is not None and change.after is not None and bool(change.differences)


def changed(*fieldnames: str) -> Condition:
	"""Return the condition that one of these fields of a stored record changed."""
	return lambda change: is_updated(change) and any(name in change.differences for name in fieldnames)


def moved(fieldname: str) -> Condition:
	"""Return the condition that a field went from one value to another, being filled or emptied being neither."""
	return lambda change: is_updated(change) and all(change.differences.get(fieldname, [None]))


def became(fieldname: str, value: object) -> Condition:
	"""Return the condition that a field holds this value and did not before, be it that the record is new."""
	return lambda change: change.differences.get(fieldname, [value, None])[1] == value


def turned(fieldname: str, value: object) -> Condition:
	"""Return the condition that a field of a stored record took this value."""
	return lambda change: is_updated(change) and became(fieldname, value)(change)


def left(fieldname: str, values: tuple[object, ...], value: object) -> Condition:
	"""Return the condition that a field went from one of these values to another one."""
	return lambda change: turned(fieldname, value)(change) and change.differences[fieldname][0] in values


def either(*conditions: Condition) -> Condition:
	"""Return the condition that one of these is met."""
	return lambda change: any(condition(change) for condition in conditions)
