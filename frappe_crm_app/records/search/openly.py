"""What is found by fields of a higher level: who does not read a field finds nobody by it."""

from collections.abc import Sequence

import frappe

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.terms import Asked, Pattern, terms_of
from frappe_crm_app.visibility.permlevels import hidden_fields


def found_openly(source: SearchSource, names: Sequence[str], asked: Sequence[Asked]) -> list[str]:
	"""Return those of the records that have what was asked for in fields that the user reads.

	One statement where the user does not read one of the searched fields, else none.
	"""
	hidden = hidden_fields(source.doctype)
	if not names or hidden.isdisjoint((*source.searched, *source.tables)):
		return list(names)
	columns = ["name", *(name for name in source.searched if name not in hidden)]
	filters = {"name": ("in", list(names))}
	records = frappe.get_all(source.doctype, filters=filters, fields=columns, order_by=None)
	found = {record.name for record in records if has_all(terms_of(source, record, hidden=hidden), asked)}
	return [name for name in names if name in found]


def has_all(terms: Sequence[str], asked: Sequence[Asked]) -> bool:
	"""Return whether the terms hold all that was asked for."""
	return all(any(has_begin(terms, pattern) for pattern in each.patterns) for each in asked)


def has_begin(terms: Sequence[str], pattern: Pattern) -> bool:
	"""Return whether one of the terms is like the pattern."""
	if pattern.is_whole:
		return pattern.begin in terms
	return any(term.startswith(pattern.begin) and term.endswith(pattern.end) for term in terms)
