"""What several query builders need."""

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ExistsCriterion


def union_all(queries: list[QueryBuilder]) -> QueryBuilder:
	"""Return one query for all rows. A LIMIT belongs to its branch only inside a subquery (Frappe 15)."""
	wrapped = [frappe.qb.from_(query).select("*") for query in queries]
	combined = wrapped[0]
	for query in wrapped[1:]:
		combined = combined * query
	return combined


def finds_nothing(query: QueryBuilder) -> Criterion:
	"""Return the criterion that a correlated query finds no row."""
	return ExistsCriterion(query).negate()
