"""Which records have what was asked for: names from the table of terms, whoever sees them, and where those are too many, the latest seen ones.

What the fewest records have is looked up first (the driver), the rest among the terms of these records.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import frappe
from pypika.functions import Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field, Parameter, Term, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.terms import Asked, Pattern
from frappe_crm_app.visibility.breadth import reaches_many
from frappe_crm_app.visibility.user_criteria import UserCriteria

MOST_COUNTED = 2_000  # records that have one of several things asked for, to know which is the rarest
MOST_LOOKED_AT = 20_000  # records that have the rarest
MOST_CANDIDATES = 500  # records of a DocType that are looked at for a common beginning
MOST_RECENT = 300  # and where there are more, so many of those that were changed last
MOST_OWN = 5_000  # of those that are seen by who sees few of all


@dataclass
class Candidates:
	"""Names of records that have all terms; not all of them where `is_cut`."""

	names: list[str] = field(default_factory=list)
	is_cut: bool = False


def candidates_of(doctypes: Sequence[str], asked: Sequence[Asked]) -> dict[str, Candidates]:
	"""Return which records have all that was asked for, whoever sees them; one statement, two where several things were asked for."""
	drivers = rarest(doctypes, asked) if len(asked) > 1 else {doctype: Driver(0) for doctype in doctypes}
	if not drivers:
		return {}
	in_order = {doctype: driver.first_of(asked) for doctype, driver in drivers.items()}
	shapes = tuple((doctype, shape_of(order)) for doctype, order in in_order.items())
	statement = candidates_statement(shapes, frappe.db.db_type)
	values = [value for order in in_order.values() for value in values_of_all(order)]
	found = {doctype: Candidates(is_cut=True) for doctype, driver in drivers.items() if driver.is_common}
	for doctype, name in frappe.db.sql(statement, values):
		found.setdefault(doctype, Candidates()).names.append(name)
	for candidates in found.values():
		candidates.is_cut = candidates.is_cut or len(candidates.names) > MOST_CANDIDATES
		candidates.names = list(dict.fromkeys(candidates.names))
	return found


@dataclass(frozen=True)
class Driver:
	"""Which of the things asked for is looked up first, and whether so many records have it that not all are looked at."""

	place: int
	is_common: bool = False

	def first_of(self, asked: Sequence[Asked]) -> list[Asked]:
		"""Return what was asked for with this first."""
		return [asked[self.place], *asked[: self.place], *asked[self.place + 1 :]]


def rarest(doctypes: Sequence[str], asked: Sequence[Asked]) -> dict[str, Driver]:
	"""Return by DocType what the fewest records have; no DocType of which no record has one of the things. One statement.

	A database that chose by itself would walk all terms where each word is a common one.
	"""
	statement = numbers_statement(tuple(doctypes), shape_of(asked), frappe.db.db_type)
	numbers: dict[str, dict[int, int]] = {}
	for doctype, place, number in frappe.db.sql(statement, values_of_all(asked) * len(doctypes)):
		numbers.setdefault(doctype, {})[place] = number
	places = {
		doctype: min(number, key=lambda place: (number[place], -longest_begin(asked[place])))
		for doctype, number in numbers.items()
		if all(number.values())
	}
	return {
		doctype: Driver(place, numbers[doctype][place] > MOST_COUNTED) for doctype, place in places.items()
	}


def longest_begin(asked: Asked) -> int:
	"""Return how many letters are known: of two common things, the longer one is the rarer."""
	return max(len(pattern.begin) for pattern in asked.patterns)


Shape = tuple[tuple[bool, ...], ...]
"""Of each thing that was asked for, for each of its patterns, whether it has an end."""


def shape_of(asked: Sequence[Asked]) -> Shape:
	return tuple(tuple(bool(pattern.end) for pattern in each.patterns) for each in asked)


@lru_cache(maxsize=256)
def numbers_statement(doctypes: tuple[str, ...], shape: Shape, db_type: str) -> str:
	"""Return the SQL that counts the terms for each thing that was asked for, of each DocType, as far as `MOST_COUNTED`."""
	queries = []
	for doctype in doctypes:
		for place, ends in enumerate(shape):
			term = frappe.qb.DocType(TABLE)
			few = frappe.qb.from_(term).select(term.name).where(is_one_of(term, doctype, ends))
			few = few.limit(MOST_COUNTED + 1).as_("few")
			number = frappe.qb.from_(few).select(
				ValueWrapper(doctype).as_("doctype"), ValueWrapper(place).as_("place"), Count("*")
			)
			queries.append(number)
	return union_all(queries).get_sql()


@lru_cache(maxsize=256)
def candidates_statement(shapes: tuple[tuple[str, Shape], ...], db_type: str) -> str:
	"""Return the SQL that finds the first records of each DocType with a term for each thing that was asked for.

	Writing the SQL takes longer than running it.
	"""
	return union_all([candidates_query(doctype, shape) for doctype, shape in shapes]).get_sql()


def candidates_query(doctype: str, shape: Shape) -> QueryBuilder:
	"""Return the query for one DocType, with places for the `values_of` the patterns.

	What is asked for first is found along the index of terms, the rest among the terms of the records that have it.
	"""
	first = frappe.qb.DocType(TABLE)
	having = (
		frappe.qb.from_(first).select(first.doctype, first.name).where(is_one_of(first, doctype, shape[0]))
	)
	if len(shape) == 1:
		return having.limit(MOST_CANDIDATES + 1)
	found = having.limit(MOST_LOOKED_AT).as_("found")
	query = frappe.qb.from_(found).select(found.doctype, found.name)
	for place, ends in enumerate(shape[1:]):
		term = frappe.qb.DocType(TABLE).as_(f"term_{place}")
		query = query.join(term).on(term.name == found.name)
		query = query.where(is_one_of(term, doctype, ends))
	return query.limit(MOST_CANDIDATES + 1)


def is_one_of(term: Table, doctype: str, ends: tuple[bool, ...]) -> Criterion:
	"""Return the criterion that a row is a term of the DocType that fulfils one of so many patterns, with places for their values."""
	value = Parameter("%s")
	ways = [is_like(term.term, value, value, value if has_end else None) for has_end in ends]
	return (term.doctype == doctype) & Criterion.any(ways)


def values_of_all(asked: Sequence[Asked]) -> list[str]:
	"""Return what a statement is told of all that was asked for."""
	return [value for each in asked for pattern in each.patterns for value in values_of(pattern)]


def values_of(pattern: Pattern) -> list[str]:
	"""Return what a statement is told of a pattern."""
	return [pattern.begin, pattern.last, *([f"%{pattern.end}"] if pattern.end else [])]


def matches(term: Field, asked: Asked) -> Criterion:
	"""Return the criterion that a term is one of those asked for."""
	return Criterion.any([is_like(term, *values_of(pattern)) for pattern in asked.patterns])


def is_like(term: Field, first: str | Term, last: str | Term, end: str | Term | None = None) -> Criterion:
	"""Return the criterion that a term lies between two, and has an end, given for a LIKE."""
	lies = (term >= first) & (term <= last)
	return lies if end is None else lies & term.like(end)


def is_recent(source: SearchSource, asked: Sequence[Asked], criteria: UserCriteria) -> Criterion:
	"""Return the criterion that a record is one of those the user sees that were changed last, and has what was asked for."""
	record = frappe.qb.DocType(source.doctype)
	recent = frappe.qb.from_(record).select(record.name).orderby(record.modified, order=frappe.qb.desc)
	visible = criteria.criterion(source.doctype)
	latest = recent if visible is None else recent.where(visible)
	latest = latest.limit(looked_at(source.doctype, criteria)).as_("latest")
	query = frappe.qb.from_(latest).select(latest.name)
	for place, each in enumerate(asked):
		table = frappe.qb.DocType(TABLE).as_(f"of_latest_{place}")
		query = query.join(table).on(table.name == latest.name)
		query = query.where((table.doctype == source.doctype) & matches(table.term, each))
	return record.name.isin(query)


def looked_at(doctype: str, criteria: UserCriteria) -> int:
	"""Return how many of the records that the user sees are looked at for something common.

	Who sees few would miss their own where many hidden ones are called alike; who sees many sees many of those, too.
	"""
	sees_few = criteria.criterion(doctype) is not None and not reaches_many(criteria.who, doctype)
	return MOST_OWN if sees_few else MOST_RECENT
