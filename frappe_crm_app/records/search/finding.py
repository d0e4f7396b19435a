"""Finds records by their terms, of those that the session's user sees.

First the table of terms is asked which records have all that was asked for, then the records themselves, under the policy's criterion:
nothing of what is hidden is counted, titled or ordered by. One's own come first, then what was changed last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import frappe
from pypika.functions import Coalesce, Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Case, Criterion, Field, Parameter, Term, ValueWrapper

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.search_source import MOST_SHOWN, SearchSource
from frappe_crm_app.records.search.sources import all_sources
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.terms import Asked, Pattern, asked_for, terms_of
from frappe_crm_app.records.search.typos import corrected
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.permlevels import hidden_fields
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import visible_names

MOST_COUNTED = 2_000  # records that have one of several things asked for, to know which is the rarest
MOST_LOOKED_AT = 20_000  # records that have the rarest
MOST_CANDIDATES = 500  # records of a DocType that are looked at for a common beginning
MOST_RECENT = 300  # and where there are more, so many of those that were changed last
LONGEST_PAGE = 20
SHOWN = tuple(f"shown_{place}" for place in range(MOST_SHOWN))


@dataclass
class Candidates:
	"""Names of records that have all terms; not all of them where `is_cut`."""

	names: list[str] = field(default_factory=list)
	is_cut: bool = False


def find(text: str, doctypes: Sequence[str] | None = None, length: int = 6) -> list[dict]:
	"""Return `{doctype, label, rows}` of each DocType of which something was found, in the order of the sources.

	Each row has `name`, `title`, `detail` and `is_own`. At most `length` rows each.
	"""
	length = min(max(length, 1), LONGEST_PAGE)
	asked, criteria = asked_for(searched_text(text)), UserCriteria()
	sources = [
		source
		for source in all_sources()
		if (not doctypes or source.doctype in doctypes) and criteria.criterion(source.doctype) is not NOTHING
	]
	if not asked or not sources:
		return []
	found = rows_found(sources, asked, criteria, length)
	if not found and (meant := corrected(asked, [source.doctype for source in sources])):
		found = rows_found(sources, meant, criteria, length)
	found = with_linked(sources, found, criteria, length)
	return [group_of(source, found[source.doctype]) for source in sources if source.doctype in found]


def rows_found(
	sources: Sequence[SearchSource], asked: Sequence[Asked], criteria: UserCriteria, length: int
) -> dict[str, list[frappe._dict]]:
	"""Return the first rows of each DocType that have all that was asked for; a statement more than for the candidates."""
	candidates = candidates_of([source.doctype for source in sources], asked)
	queries = []
	for source in sources:
		mine = candidates.get(source.doctype)
		if not mine:
			continue
		record = frappe.qb.DocType(source.doctype)
		if mine.names:
			queries.append(rows_query(source, record.name.isin(mine.names), criteria, length))
		if mine.is_cut:
			queries.append(rows_query(source, is_recent(source, asked, criteria), criteria, length))
	return read(sources, queries, asked, length)


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
	latest = (recent if visible is None else recent.where(visible)).limit(MOST_RECENT).as_("latest")
	query = frappe.qb.from_(latest).select(latest.name)
	for place, each in enumerate(asked):
		table = frappe.qb.DocType(TABLE).as_(f"of_latest_{place}")
		query = query.join(table).on(table.name == latest.name)
		query = query.where((table.doctype == source.doctype) & matches(table.term, each))
	return record.name.isin(query)


def rows_query(
	source: SearchSource, are_meant: Criterion, criteria: UserCriteria, length: int
) -> QueryBuilder:
	"""Return the query for the first of those records that the user sees, one's own first, then what was changed last."""
	record, hidden = frappe.qb.DocType(source.doctype), hidden_fields(source.doctype)
	visible = criteria.criterion(source.doctype)
	is_own = Case().when(record[source.owner] == frappe.session.user, 1).else_(0)
	shown = [*source.shown, *[None] * (MOST_SHOWN - len(source.shown))]
	columns = [
		(Coalesce(record[name], "") if name and name not in hidden else ValueWrapper("")).as_(alias)
		for name, alias in zip(shown, SHOWN, strict=True)
	]
	query = frappe.qb.from_(record).select(
		ValueWrapper(source.doctype).as_("doctype"),
		record.name,
		record.modified,
		Coalesce(record[source.title], "").as_("title"),
		is_own.as_("is_own"),
		*columns,
	)
	query = query.where(are_meant if visible is None else are_meant & visible)
	for term in (is_own, record.modified, record.name):
		query = query.orderby(term, order=frappe.qb.desc)
	return query.limit(length)


def read(
	sources: Sequence[SearchSource], queries: list[QueryBuilder], asked: Sequence[Asked], length: int
) -> dict[str, list[frappe._dict]]:
	"""Return the rows of these queries by DocType, each once and in their order; sends nothing for no query."""
	found: dict[str, dict[str, frappe._dict]] = {}
	for row in union_all(queries).run(as_dict=True) if queries else ():
		found.setdefault(row.doctype, {})[row.name] = row
	kept = {
		source.doctype: may_be_told(source, list(found[source.doctype].values()), asked)
		for source in sources
		if source.doctype in found
	}
	return {
		doctype: sorted(rows, key=lambda row: (row.is_own, row.modified, row.name), reverse=True)[:length]
		for doctype, rows in kept.items()
		if rows
	}


def may_be_told(source: SearchSource, rows: list[frappe._dict], asked: Sequence[Asked]) -> list[frappe._dict]:
	"""Return the rows of which the user may be told that they were found.

	What another app says of its own records, Frappe's lists know. Who does not read a
	field does not find records by it.
	"""
	doctype = source.doctype
	if doctype not in GUARDED:
		names = visible_names(doctype, [row.name for row in rows])
		rows = [row for row in rows if row.name in names]
	hidden = hidden_fields(doctype) & {*source.searched, *source.tables}
	return [row for row in rows if not hidden or has_openly(source, row.name, asked, hidden)]


def has_openly(source: SearchSource, name: str, asked: Sequence[Asked], hidden: frozenset[str]) -> bool:
	"""Return whether a record has what was asked for in fields that are not hidden."""
	record = frappe.db.get_value(source.doctype, name, source.searched, as_dict=True)
	terms = terms_of(source, record, hidden=hidden)
	return all(any(has_begin(terms, pattern) for pattern in each.patterns) for each in asked)


def has_begin(terms: Sequence[str], pattern: Pattern) -> bool:
	"""Return whether one of the terms is like the pattern."""
	if pattern.is_whole:
		return pattern.begin in terms
	return any(term.startswith(pattern.begin) and term.endswith(pattern.end) for term in terms)


def with_linked(
	sources: Sequence[SearchSource],
	found: Mapping[str, list[frappe._dict]],
	criteria: UserCriteria,
	length: int,
) -> dict[str, list[frappe._dict]]:
	"""Return what was found with the records that link to it, behind those found by their own terms; one statement at most."""
	queries = []
	for source in sources:
		record = frappe.qb.DocType(source.doctype)
		for fieldname, doctype in source.through.items():
			names = [row.name for row in found.get(doctype, ())]
			if names and fieldname not in hidden_fields(source.doctype):
				queries.append(rows_query(source, record[fieldname].isin(names), criteria, length))
	linked = read(sources, queries, (), length)
	return {
		source.doctype: joined(found.get(source.doctype, []), linked.get(source.doctype, []))[:length]
		for source in sources
		if source.doctype in found or source.doctype in linked
	}


def joined(first: list[frappe._dict], then: list[frappe._dict]) -> list[frappe._dict]:
	"""Return rows of two lists, each record once."""
	known = {row.name for row in first}
	return [*first, *(row for row in then if row.name not in known)]


def group_of(source: SearchSource, rows: Sequence[frappe._dict]) -> dict:
	"""Return the answer's part for a DocType."""
	return {
		"doctype": source.doctype,
		"label": str(source.label),
		"rows": [
			{
				"name": row.name,
				"title": row.title or row.name,
				"detail": " · ".join(str(row[alias]) for alias in SHOWN if row[alias]),
				"is_own": bool(row.is_own),
			}
			for row in rows
		],
	}
