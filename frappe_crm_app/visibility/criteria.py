"""Putting criteria together. `None` stands for everything, `NOTHING` for no record at all.

Both are told by identity: `==` between criteria makes another criterion.
"""

import re
from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Coalesce
from pypika.terms import Criterion, Field, LiteralValue, Term, ValueWrapper

# Of the collation of all tables: what `char` makes is of another one, which MariaDB does not join with texts of a connection.
PERCENT = "char(37 using utf8mb4) collate utf8mb4_unicode_ci"
IS_PLAIN = re.compile(r"[A-Za-z0-9_-]+", re.ASCII).fullmatch
NOTHING: Criterion = ValueWrapper(1) == 0


def one_of(field: Field, values: Iterable[str]) -> Criterion:
	"""Return the criterion that `field` holds one of `values`."""
	wanted = sorted(set(values))
	if not wanted:
		return NOTHING
	return field == wanted[0] if len(wanted) == 1 else field.isin(wanted)


def one_of_names(field: Field, names: Iterable[str]) -> Criterion:
	"""Return the criterion that `field` holds one of these names, of which there may be hundreds.

	The query builder takes longer to write each of them than the database to find it; plain ones, as random names are, need nothing
	but quotes.
	"""
	wanted = sorted(set(names))
	plain = [name for name in wanted if IS_PLAIN(name)]
	listed = "','".join(plain)
	found = field.isin(LiteralValue(f"('{listed}')")) if plain else NOTHING
	return any_of(found, one_of(field, wanted) if len(plain) < len(wanted) else NOTHING)


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


def in_subquery(field: Field, column: Field, criterion: Criterion | None, is_correlated: bool) -> Criterion:
	"""Return the criterion that `field` is the `column` of a row, of `column`'s table, that meets `criterion`.

	A few such rows are gathered before anything else is read. For many, the subquery is correlated, so that each row of the outer
	query looks for its own: otherwise MariaDB gathers all of them to show a page, PostgreSQL to answer for one record.
	"""
	rows = frappe.qb.from_(column.table)
	rows = rows if criterion is None else rows.where(criterion)
	if is_correlated:
		return ValueWrapper(1).isin(rows.select(ValueWrapper(1)).where(column == field))
	return field.isin(rows.select(column))


def unindexed(field: Field) -> Term:
	"""Return the field as a value for which no index is used, `""` for NULL.

	Of alternatives that all have an index, MariaDB joins the indexes and sorts what they find, even if one finds nearly
	every row; a page is found sooner along the index of its order.
	"""
	return Coalesce(field, "")


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
		percent = "chr(37)" if frappe.db.db_type == "postgres" else PERCENT
		return f"concat({f', {percent}, '.join(escaped)})"
