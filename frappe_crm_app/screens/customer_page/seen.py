"""What the parts of the page have in common: only rows that are seen, only fields that may be read."""

from collections.abc import Iterable, Iterator

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.visibility.user_criteria import UserCriteria

ROWS = 20  # of each part; its list has the others


def seen(query: QueryBuilder, doctype: str, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for just those rows of `doctype` that the session's user sees."""
	allowed = criteria.criterion(doctype)
	return query if allowed is None else query.where(allowed)


def count_seen(table: Table, doctype: str, condition: Criterion, criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for the number of rows of `doctype` that meet the condition and are seen."""
	return seen(count(table, condition), doctype, criteria)


def count(table: Table, condition: Criterion) -> QueryBuilder:
	"""Return the query for the number of rows that meet the condition, seen or not."""
	return frappe.qb.from_(table).select(Count("*")).where(condition)


def all_of_hidden(
	criteria: UserCriteria, **counts: tuple[str, QueryBuilder]
) -> Iterator[tuple[str, QueryBuilder]]:
	"""Yield those of the subqueries that count all rows of a part, seen or not, of which the session's user may see only some.

	`counts` are the parts, each with its DocType. Where everything is seen, nothing is hidden and nothing to be counted.
	"""
	for part, (doctype, query) in counts.items():
		if criteria.criterion(doctype) is not None:
			yield f"{part}_all", query


def has_hidden(record: frappe._dict, part: str) -> bool:
	"""Return whether there is more of a part than the session's user may see: none seen does not mean that there is none."""
	return (record.get(f"{part}_all") or 0) > record[f"{part}_total"]


def permitted(doctype: str, fieldnames: Iterable[str]) -> list[str]:
	"""Return those of the fields that the session's user may read."""
	allowed = {"name", *frappe.get_meta(doctype).get_permitted_fieldnames(permission_type="read")}
	return [fieldname for fieldname in fieldnames if fieldname in allowed]


def readable(
	doctype: str, fieldnames: Iterable[str], rows: list[frappe._dict], names: dict[str, str] | None = None
) -> list[frappe._dict]:
	"""Return the rows without the fields that the session's user may not read.

	`names` maps what a linked record is called to the field that links it: both are shown or neither.
	"""
	hidden = set(fieldnames) - set(permitted(doctype, fieldnames))
	hidden |= {name for name, fieldname in (names or {}).items() if fieldname in hidden}
	return [frappe._dict({key: value for key, value in row.items() if key not in hidden}) for row in rows]
