"""Conditions in plain words, as phrases: "Value is more than 5,000".

Names of linked records are told as far as the session's user sees these.
"""

from collections.abc import Iterable
from datetime import date, datetime

from frappe import _
from frappe.utils import format_datetime, formatdate
from frappe.utils.data import fmt_money

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind
from frappe_crm_app.kit.conditions.operators import Takes
from frappe_crm_app.kit.conditions.trees import Group, Join, Side, Test
from frappe_crm_app.visibility.link_words import words_for


def conditions_text(tree: Group) -> str:
	"""Return conditions, groups within groups in brackets."""
	members = [
		condition_text(member) if isinstance(member, Test) else f"({conditions_text(member)})"
		for member in tree.members
	]
	if tree.join == Join.NONE:
		return _("none of this: {0}").format(listed(members, _("or")))
	return listed(members, _("and") if tree.join == Join.ALL else _("or"))


def listed(texts: Iterable[str], word: str) -> str:
	"""Return texts with a word between each two."""
	return f" {word} ".join(texts)


def condition_text(test: Test) -> str:
	"""Return one test: "Value is more than 5,000", "Stage, before the change, is Lead"."""
	label, given = subject_text(test), test.value
	if test.operator.takes == Takes.NOTHING:
		return _("{0} {1}").format(label, test.operator.label)
	if test.operator.takes == Takes.DAYS:
		return days_text(test.operator.key).format(label, given)
	if test.operator.takes == Takes.TWO:
		first, last = values_text(test.field, given)
		return _("{0} is between {1} and {2}").format(label, first, last)
	values = given if isinstance(given, tuple) else (given,)
	texts = [quoted(test.field, text) for text in values_text(test.field, values)]
	return _("{0} {1} {2}").format(label, test.operator.label, ", ".join(texts))


def quoted(field: ConditionField, text: str) -> str:
	"""Return a value as it stands in a sentence: texts in quotes."""
	return f"“{text}”" if field.kind == Kind.TEXT else text


def subject_text(test: Test) -> str:
	"""Return what a test is about."""
	is_before = test.side == Side.BEFORE
	return _("{0}, before the change,").format(test.field.label) if is_before else test.field.label


def days_text(key: str) -> str:
	"""Return what an operator that takes a number of days asks, with places for the field and the number."""
	return {
		"in_last_days": _("{0} lies in the last {1} days"),
		"in_next_days": _("{0} lies in the next {1} days"),
		"more_than_days_ago": _("{0} lies more than {1} days ago"),
		"more_than_days_ahead": _("{0} lies more than {1} days ahead"),
	}[key]


def values_text(field: ConditionField, values: Iterable[object]) -> list[str]:
	"""Return values of a field as people read them; links that the session's user does not see are not told."""
	held = list(values)
	if field.kind == Kind.LINK and field.options:
		names = [str(value) for value in held if value]
		words = words_for((field.options, name) for name in names) if names else {}
		return [words.get((field.options, str(value)), value_text(field, value)) for value in held]
	return [value_text(field, value) for value in held]


def value_text(field: ConditionField, value: object) -> str:
	"""Return one value that is no link's."""
	if value is None or value == "":
		return _("nothing")
	if field.kind == Kind.FLAG:
		return _("Yes") if value else _("No")
	if field.kind == Kind.NUMBER:
		return fmt_money(value, precision=None if value % 1 else 0)
	if field.kind == Kind.CHOICE:
		return _(str(value))
	if isinstance(value, datetime):
		return format_datetime(value)
	if isinstance(value, date):
		return formatdate(value)
	return str(value)
