"""Titles of linked records, of those that the reader may see, in one query."""

from collections.abc import Iterable

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility import policy

NAMED_BY_THEMSELVES = ("Currency", "Country", "DocType", "Role")


def titles_of_links(links: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""Return the title for each `(doctype, name)` that is there and that the session's user may see."""
	names: dict[str, set[str]] = {}
	for doctype, name in links:
		if name:
			names.setdefault(doctype, set()).add(name)
	titles, queries = {}, []
	for doctype, wanted in names.items():
		title_field = frappe.get_meta(doctype).get_title_field()
		if doctype in NAMED_BY_THEMSELVES or title_field == "name":
			titles |= {(doctype, name): name for name in wanted}
		else:
			queries.append(titles_of(doctype, title_field, wanted))
	rows = union_all(queries).run() if queries else []
	return titles | {(doctype, name): title or name for doctype, name, title in rows}


def titles_of(doctype: str, title_field: str, names: Iterable[str]) -> QueryBuilder:
	"""Return the query for DocType, name and title of those of the records that the session's user may see."""
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(
		ValueWrapper(doctype).as_("doctype"), record.name, record[title_field].as_("title")
	)
	query = query.where(record.name.isin(sorted(names)))
	allowed = policy.criterion(doctype)
	return query if allowed is None else query.where(allowed)
