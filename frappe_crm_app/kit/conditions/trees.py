"""The tree of a condition: groups of which all, one or none have to hold, and tests of one field each.

As JSON, `{"all": [{"field": "stage", "operator": "is", "value": "…"}, {"any": […]}]}`; `"of": "before"` asks what the field held before
the change. An empty group holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import unique

import frappe
from frappe import _

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind, held_value
from frappe_crm_app.kit.conditions.operators import CHANGED, OPERATORS, Operator, Takes
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import ConditionError
from frappe_crm_app.kit.field_values import read_number, read_text, shown

DEEPEST = 4
MOST_TESTS = 100
MOST_VALUES = 200
LONGEST_TEXT = 500
MOST_DAYS = 3650
LARGEST = 1e12
YEARS = range(1900, 2200)


@unique
class Join(StrEnum):
	"""How the members of a group are joined."""

	ALL = "all"
	ANY = "any"
	NONE = "none"


@unique
class Side(StrEnum):
	"""What a test is about: the record as it is after the change, or as it was before."""

	AFTER = "after"
	BEFORE = "before"


@dataclass(frozen=True)
class Test:
	"""One question about one field; `value` is as the operator takes it, a text as `held_value` returns it."""

	field: ConditionField
	operator: Operator
	value: object = None
	side: Side = Side.AFTER

	__test__ = False  # no test of pytest's


@dataclass(frozen=True)
class Group:
	"""Tests and groups, and how they are joined."""

	join: Join
	members: "tuple[Test | Group, ...]" = ()

	def tests(self) -> Iterator[Test]:
		"""Yield all tests in it."""
		for member in self.members:
			if isinstance(member, Group):
				yield from member.tests()
			else:
				yield member

	def groups(self) -> Iterator["Group"]:
		"""Yield all groups in it."""
		for member in self.members:
			if isinstance(member, Group):
				yield member
				yield from member.groups()


EVERYTHING = Group(Join.ALL)


def read_tree(given: object, fields: Mapping[str, ConditionField]) -> Group:
	"""Return the tree that somebody has put together; raises `ConditionError` for what is none, in one sentence."""
	tree = read_group(given, fields, 1)
	if sum(1 for _test in tree.tests()) > MOST_TESTS:
		refuse(_("Conditions have at most {0} tests.").format(MOST_TESTS))
	if sum(1 for _group in tree.groups()) > MOST_TESTS:
		refuse(_("Conditions have at most {0} groups.").format(MOST_TESTS))
	return tree


def read_group(given: object, fields: Mapping[str, ConditionField], depth: int) -> Group:
	"""Return one group with all that is in it."""
	if not isinstance(given, dict) or len(given) != 1 or not is_one_of(Join, *given):
		refuse(_("A group of conditions says all, any or none of what."))
	((join, members),) = given.items()
	if not isinstance(members, list):
		refuse(_("A group of conditions is a list."))
	if depth > DEEPEST:
		refuse(_("Groups of conditions stand in each other at most {0} deep.").format(DEEPEST))
	return Group(Join(join), tuple(read_member(member, fields, depth) for member in members))


def read_member(given: object, fields: Mapping[str, ConditionField], depth: int) -> Test | Group:
	"""Return a test or a group."""
	return (
		read_test(given, fields)
		if isinstance(given, dict) and "field" in given
		else read_group(given, fields, depth + 1)
	)


def read_test(given: dict, fields: Mapping[str, ConditionField]) -> Test:
	"""Return one test."""
	field, asked = fields.get(str(given["field"])), OPERATORS.get(str(given.get("operator")))
	if unknown := given.keys() - {"field", "operator", "value", "of"}:
		refuse(_("“{0}” is nothing that a condition has.").format(shown(min(map(str, unknown)))))
	if not field:
		refuse(_("Conditions cannot ask for “{0}” here.").format(shown(str(given["field"]))))
	if not asked or field.kind not in asked.kinds:
		refuse(
			_("{0} cannot be asked whether it “{1}”.").format(field.label, shown(str(given.get("operator"))))
		)
	side = given.get("of", str(Side.AFTER))
	if not is_one_of(Side, side):
		refuse(_("{0} is asked for as it is after or before.").format(field.label))
	return Test(field, asked, read_given(asked, field, given.get("value")), Side(side))


def read_given(asked: Operator, field: ConditionField, value: object) -> object:
	"""Return what stands beside the operator, in the types that it takes."""
	if asked.takes == Takes.NOTHING:
		return None
	if asked.takes == Takes.DAYS:
		return read_days(field, value)
	if asked.takes == Takes.ONE:
		return read_one(field, value)
	if not isinstance(value, list) or not value:
		refuse(_("{0} is compared with several values.").format(field.label))
	if len(value) > MOST_VALUES:
		refuse(_("{0} is compared with at most {1} values.").format(field.label, MOST_VALUES))
	if asked.takes == Takes.TWO and len(value) != 2:
		refuse(_("{0} is compared with two values.").format(field.label))
	return tuple(read_one(field, each) for each in value)


def read_days(field: ConditionField, value: object) -> int:
	"""Return a number of days."""
	is_number = isinstance(value, int) and not isinstance(value, bool)
	if not is_number or not 0 <= value <= MOST_DAYS:
		refuse(_("{0} is compared with 0 to {1} days.").format(field.label, MOST_DAYS))
	return value


def read_one(field: ConditionField, value: object) -> object:
	"""Return one value as the field's kind is compared."""
	if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
		refuse(_("{0} is compared with a value.").format(field.label))
	if field.kind == Kind.NUMBER:
		return read_amount(field, value)
	if field.kind in (Kind.DATE, Kind.MOMENT):
		return read_day(field, value)
	text = read_text(value, frappe._dict(label=field.label))
	if len(text) > LONGEST_TEXT:
		refuse(_("{0} is compared with a text of at most {1} characters.").format(field.label, LONGEST_TEXT))
	if not (held := held_value(field.kind, text)):
		refuse(_("{0} is compared with a value.").format(field.label))
	return held


def read_amount(field: ConditionField, value: object) -> object:
	"""Return a number to compare with."""
	number = read_number(value, frappe._dict(label=field.label, fieldtype="Float"))
	if abs(number) > LARGEST:
		refuse(_("{0} is too large or no number.").format(field.label))
	return held_value(Kind.NUMBER, number)


def read_day(field: ConditionField, value: object) -> date:
	"""Return a day to compare with, written as year-month-day."""
	try:
		day = date.fromisoformat(str(value))
	except ValueError:
		day = None
	if not day or day.year not in YEARS:
		refuse(_("“{0}” is not a date. Write {1} as year-month-day.").format(shown(str(value)), field.label))
	return day


def is_one_of(words: type[StrEnum], word: object, *_more: object) -> bool:
	"""Return whether this is one of the words."""
	return isinstance(word, str) and word in set(map(str, words))


def refuse(sentence: str) -> None:
	"""Raise `ConditionError`."""
	frappe.throw(sentence, ConditionError, title=_("Conditions"))


def asks_for_before(tree: Group) -> bool:
	"""Return whether it has to be known what the record held before."""
	return any(test.side == Side.BEFORE or test.operator.key == CHANGED for test in tree.tests())
