"""What a test may ask of a field, each operator once: its `test` takes a value of Python as well as a column (pure, but for labels).

Dates are asked in one way only, whether they lie between two moments of which either may be open: `span` says which.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import unique

from frappe import _lt
from pypika.terms import Criterion, Not, Term

from frappe_crm_app.kit.conditions.held import DATES, WORDS, Kind
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.enums import StrEnum

ONE_DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)
WILDCARDS = re.compile(r"[\\%_]")

Answer = bool | Criterion
Edges = tuple[date | None, date | None]
"""The first that belongs to it and the first that does not any more; `None` where it is open."""


@unique
class Takes(StrEnum):
	"""What stands beside an operator."""

	NOTHING = "nothing"
	ONE = "one"
	SEVERAL = "several"
	TWO = "two"
	DAYS = "days"


@dataclass(frozen=True)
class Operator:
	"""What may be asked of fields of some kinds.

	`test`   whether what is held fulfils what is given     `span`  the same of dates: the edges, for the days `[begins, ends)` given
	`is_not` whether it is the opposite of that
	"""

	key: str
	label: object
	kinds: frozenset[Kind]
	takes: Takes
	test: Callable[[object, object], Answer] | None = None
	span: Callable[["Days", object], Edges] | None = None
	is_not: bool = False


@dataclass(frozen=True)
class Days:
	"""Days as a field holds them: a Date by itself, a moment by when its day begins on the site's clock."""

	kind: Kind
	present: Present

	def begins(self, day: date) -> date:
		"""Return the first of a day."""
		return day if self.kind == Kind.DATE else self.present.begins(day)

	def ends(self, day: date) -> date:
		"""Return the first that is of this day no more."""
		return self.begins(day + ONE_DAY)

	def away(self, days: int) -> date:
		"""Return the day so many after today, before it if negative."""
		return self.present.today + timedelta(days=days)

	def until_now(self) -> date:
		"""Return the first that lies ahead: tomorrow, or the instant after this."""
		return self.ends(self.away(0)) if self.kind == Kind.DATE else self.present.now + AN_INSTANT

	def from_now(self) -> date:
		"""Return the first that has not passed: today, or this instant."""
		return self.away(0) if self.kind == Kind.DATE else self.present.now


def contains(held: str | Term, given: str) -> Answer:
	"""Return whether a text has another one in it."""
	return held.like(f"%{literally(given)}%") if isinstance(held, Term) else given in held


def starts_with(held: str | Term, given: str) -> Answer:
	"""Return whether a text begins with another one."""
	return held.like(f"{literally(given)}%") if isinstance(held, Term) else held.startswith(given)


def ends_with(held: str | Term, given: str) -> Answer:
	"""Return whether a text ends with another one."""
	return held.like(f"%{literally(given)}") if isinstance(held, Term) else held.endswith(given)


def literally(text: str) -> str:
	"""Return a text as LIKE finds just this."""
	return WILDCARDS.sub(r"\\\g<0>", text)


def is_one_of(held: object, given: tuple) -> Answer:
	"""Return whether what is held is one of these."""
	return held.isin(given) if isinstance(held, Term) else held in given


def is_within(held: object, given: tuple) -> Answer:
	"""Return whether a number lies between two, both included."""
	return (held >= given[0]) & (held <= given[1])


def is_blank(held: object, _given: None) -> Answer:
	"""Return whether nothing is held."""
	return held == ""


PLAIN = frozenset({Kind.NUMBER})
FLAGS = frozenset({Kind.FLAG})
TEXTS = frozenset({Kind.TEXT})
ALL = frozenset(Kind)
CHANGED = "changed"

OPERATORS = {
	each.key: each
	for each in (
		Operator("is", _lt("is"), WORDS | PLAIN, Takes.ONE, operator.eq),
		Operator("is_not", _lt("is not"), WORDS | PLAIN, Takes.ONE, operator.eq, is_not=True),
		Operator("is_one_of", _lt("is one of"), WORDS | PLAIN, Takes.SEVERAL, is_one_of),
		Operator("is_none_of", _lt("is none of"), WORDS | PLAIN, Takes.SEVERAL, is_one_of, is_not=True),
		Operator("contains", _lt("contains"), TEXTS, Takes.ONE, contains),
		Operator("does_not_contain", _lt("does not contain"), TEXTS, Takes.ONE, contains, is_not=True),
		Operator("starts_with", _lt("starts with"), TEXTS, Takes.ONE, starts_with),
		Operator("ends_with", _lt("ends with"), TEXTS, Takes.ONE, ends_with),
		Operator("is_empty", _lt("is empty"), WORDS, Takes.NOTHING, is_blank),
		Operator("is_filled", _lt("is filled"), WORDS, Takes.NOTHING, is_blank, is_not=True),
		Operator("less_than", _lt("is less than"), PLAIN, Takes.ONE, operator.lt),
		Operator("at_most", _lt("is at most"), PLAIN, Takes.ONE, operator.le),
		Operator("more_than", _lt("is more than"), PLAIN, Takes.ONE, operator.gt),
		Operator("at_least", _lt("is at least"), PLAIN, Takes.ONE, operator.ge),
		Operator("between", _lt("is between"), PLAIN, Takes.TWO, is_within),
		Operator("is_checked", _lt("is checked"), FLAGS, Takes.NOTHING, lambda held, _: held != 0),
		Operator("is_not_checked", _lt("is not checked"), FLAGS, Takes.NOTHING, lambda held, _: held == 0),
		Operator("on", _lt("is on"), DATES, Takes.ONE, span=lambda days, on: (days.begins(on), days.ends(on))),
		Operator("before", _lt("is before"), DATES, Takes.ONE, span=lambda days, on: (None, days.begins(on))),
		Operator("after", _lt("is after"), DATES, Takes.ONE, span=lambda days, on: (days.ends(on), None)),
		Operator(
			"on_or_before", _lt("is on or before"), DATES, Takes.ONE,
			span=lambda days, on: (None, days.ends(on)),
		),
		Operator(
			"on_or_after", _lt("is on or after"), DATES, Takes.ONE,
			span=lambda days, on: (days.begins(on), None),
		),
		Operator("is_today", _lt("is today"), DATES, Takes.NOTHING, span=lambda days, _: (days.begins(days.away(0)), days.ends(days.away(0)))),
		Operator(
			"in_last_days", _lt("lies in the last days"), DATES, Takes.DAYS,
			span=lambda days, many: (days.begins(days.away(-many)), days.until_now()),
		),
		Operator(
			"in_next_days", _lt("lies in the next days"), DATES, Takes.DAYS,
			span=lambda days, many: (days.from_now(), days.ends(days.away(many))),
		),
		Operator(
			"more_than_days_ago", _lt("lies more days ago than"), DATES, Takes.DAYS,
			span=lambda days, many: (None, days.begins(days.away(-many))),
		),
		Operator(
			"more_than_days_ahead", _lt("lies more days ahead than"), DATES, Takes.DAYS,
			span=lambda days, many: (days.ends(days.away(many)), None),
		),
		Operator("has_date", _lt("is filled"), DATES, Takes.NOTHING, span=lambda days, _: (None, None)),
		Operator("has_no_date", _lt("is empty"), DATES, Takes.NOTHING, span=lambda days, _: (None, None), is_not=True),
		Operator(CHANGED, _lt("has changed"), ALL, Takes.NOTHING),
	)
}  # fmt: skip


def is_held(asked: Operator, kind: Kind, held: object, given: object, present: Present) -> bool:
	"""Return whether a value, as `held_value` returns it, fulfils what is asked."""
	if asked.span:
		is_so = held is not None and all(within(held, asked.span(Days(kind, present), given)))
	else:
		is_so = bool(asked.test(held, given))
	return is_so != asked.is_not


def is_held_by(asked: Operator, kind: Kind, column: Term, given: object, present: Present) -> Criterion:
	"""Return the same as part of a query, of a column as `held_column` returns it; true or false for every row, never unknown."""
	if asked.span:
		edges = within(column, asked.span(Days(kind, present), given))
		is_so = Criterion.all([column.isnotnull(), *edges])
	else:
		is_so = asked.test(column, given)
	return Not(is_so) if asked.is_not else is_so


def within(held: date | datetime | Term, edges: Edges) -> list[Answer]:
	"""Return whether it is not before the first of a span, and before its end."""
	first, end = edges
	return [*([held >= first] if first else []), *([held < end] if end else [])]
