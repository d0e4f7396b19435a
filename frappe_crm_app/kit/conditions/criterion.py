"""A tree of conditions asked of a table, as part of a query."""

from collections.abc import Callable

import frappe
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Not, Term, ValueWrapper

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import DATES, WORDS, Kind, held_column
from frappe_crm_app.kit.conditions.operators import CHANGED, is_held_by
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group, Join, Side, Test

Column = Callable[[ConditionField, Side], Term]
"""Where a query has a field, as it is after a change or as it was before."""
Names = Callable[[str], QueryBuilder | None]
"""The query for the names of a DocType's records that count."""


def criterion_of(tree: Group | Test, column: Column, present: Present) -> Criterion:
	"""Return what rows fulfil that hold the conditions: true or false for each, never unknown."""
	if isinstance(tree, Test):
		return test_of(tree, column, present)
	answers = [criterion_of(member, column, present) for member in tree.members]
	if not answers:
		return ValueWrapper(1) == 1
	if tree.join == Join.ALL:
		return Criterion.all(answers)
	one = Criterion.any(answers)
	return one if tree.join == Join.ANY else Not(one)


def test_of(test: Test, column: Column, present: Present) -> Criterion:
	"""Return what rows fulfil that pass one test."""
	db_type, kind = frappe.db.db_type, test.field.kind
	if test.operator.key == CHANGED:
		return has_changed(*(column(test.field, side) for side in (Side.BEFORE, Side.AFTER)), kind)
	return is_held_by(
		test.operator, kind, held_column(kind, column(test.field, test.side), db_type), test.value, present
	)


def has_changed(before: Term, after: Term, kind: Kind) -> Criterion:
	"""Return what rows fulfil of which two columns tell different values, as `predicate.as_stored` tells them apart."""
	if kind in DATES:
		return differs(before, after)
	stored = Kind.LINK if kind in WORDS else kind
	held = [held_column(stored, column, frappe.db.db_type) for column in (before, after)]
	return held[0] != held[1]


def differs(before: Term, after: Term) -> Criterion:
	"""Return what rows fulfil of which one date is another than the other, or only one is filled."""
	both = before.isnotnull() & after.isnotnull() & (before != after)
	one = (before.isnull() & after.isnotnull()) | (before.isnotnull() & after.isnull())
	return both | one


def select_matching(
	doctype: str, tree: Group, present: Present, names_of: Names = lambda _doctype: None
) -> tuple[QueryBuilder, Table]:
	"""Begin a query of the records of a DocType that fulfil the conditions, as they are now; select from the table returned.

	Of a DocType one step away only the records of `names_of(doctype)` count, all where it answers `None`; another is as if it were not there.
	"""
	table = frappe.qb.DocType(doctype)
	query, tables = frappe.qb.from_(table), {None: table}
	for test in tree.tests():
		link = test.field.link
		if link not in tables:
			tables[link] = frappe.qb.DocType(test.field.doctype).as_(f"linked_{link}")
			names, is_linked = names_of(test.field.doctype), tables[link].name == table[link]
			is_linked = is_linked if names is None else is_linked & tables[link].name.isin(names)
			query = query.left_join(tables[link]).on(is_linked)
	criterion = criterion_of(tree, lambda field, _side: tables[field.link][field.fieldname], present)
	return query.where(criterion), table
