"""Putting criteria together. `None` stands for everything, `NOTHING` for no record at all.

Both are told by identity: `==` between criteria makes another criterion.
"""

from collections.abc import Iterable

import frappe
from pypika.terms import Criterion, Field, ValueWrapper

NOTHING: Criterion = ValueWrapper(1) == 0


def one_of(field: Field, values: Iterable[str]) -> Criterion:
	"""Return the criterion that `field` holds one of `values`."""
	wanted = sorted(set(values))
	if not wanted:
		return NOTHING
	return field == wanted[0] if len(wanted) == 1 else field.isin(wanted)


def any_of(*criteria: Criterion | None) -> Criterion | None:
	"""Return the criterion that one of these is met."""
	if any(criterion is None for criterion in criteria):
		return None
	possible = [criterion for criterion in criteria if criterion is not NOTHING]
	return Criterion.any(possible) if possible else NOTHING


def all_of(*criteria: Criterion | None) -> Criterion | None:
	"""Return the criterion that all of these are met."""
	if any(criterion is NOTHING for criterion in criteria):
		return NOTHING
	demanding = [criterion for criterion in criteria if criterion is not None]
	return Criterion.all(demanding) if demanding else None


def names_of(doctype: str, criterion: Criterion | None) -> object:
	"""Return the query for the names of the records of `doctype` that meet `criterion`."""
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name)
	return query if criterion is None else query.where(criterion)


def as_condition(criterion: Criterion | None) -> str:
	"""Return the criterion as Frappe's `permission_query_conditions` wants it: SQL text, parenthesised and escaped.

	Columns carry their table, since Frappe may join others. `""` stands for everything.
	"""
	if criterion is None:
		return ""
	quote_char = '"' if frappe.db.db_type == "postgres" else "`"
	sql = criterion.get_sql(quote_char=quote_char, with_namespace=True, param_wrapper=EscapedValues())
	return f"({sql})"


class EscapedValues:
	"""Writes texts into the SQL, escaped, where Frappe's own queries would hand them over as parameters."""

	def get_sql(self, param_value: str, **options) -> str:
		"""Return `param_value` as SQL. Never with a percent sign, which Frappe 16 takes for the place of a parameter."""
		escaped = [frappe.db.escape(part, percent=False) for part in str(param_value).split("%")]
		if len(escaped) == 1:
			return escaped[0]
		percent = "chr(37)" if frappe.db.db_type == "postgres" else "char(37 using utf8mb4)"
		return f"concat({f', {percent}, '.join(escaped)})"
