"""Finds records by their terms, of those that the session's user sees.

First `candidates.py` says which records have all that was asked for, then these are read here under the policy's criterion:
nothing of what is hidden is counted, titled or ordered by. One's own come first, then what was changed last.
"""

from collections.abc import Mapping, Sequence

import frappe
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, ValueWrapper

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.search_source import MOST_SHOWN, SearchSource
from frappe_crm_app.records.search.candidates import candidates_of, is_recent
from frappe_crm_app.records.search.openly import found_openly
from frappe_crm_app.records.search.sources import all_sources
from frappe_crm_app.records.search.terms import Asked, asked_for
from frappe_crm_app.records.search.typos import corrected
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.permlevels import hidden_fields
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import visible_names

LONGEST_PAGE = 20
SHOWN = tuple(f"shown_{place}" for place in range(MOST_SHOWN))


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
		if names := found_openly(source, mine.names, asked):
			queries.append(rows_query(source, record.name.isin(names), criteria, length))
		if mine.is_cut:
			queries.append(rows_query(source, is_recent(source, asked, criteria), criteria, length))
	return read(sources, queries, asked, length)


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
	openly = set(found_openly(source, [row.name for row in rows], asked))
	return [row for row in rows if row.name in openly]


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
