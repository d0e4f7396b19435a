"""Updates of many records at once: that somebody may have open, or be saving at the same moment."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import frappe
from frappe import _
from frappe.utils import now, strip_html
from pypika.queries import QueryBuilder
from pypika.terms import Parameter, Values

from frappe_crm_app.kit.conflicts import is_conflict, refused_on_conflict, undoing

MANY = 20  # rows, from which on it pays to look for what they have in common
# Texts that mean the same with and without escaping, and that Frappe's rewriting of statements (`from tab…`, `ifnull(`) leaves alone.
is_plain = re.compile(r"(?!.*from tab)[a-z0-9 .,:;@+/_-]*", re.ASCII | re.IGNORECASE).fullmatch


def update_records(doctype: str) -> QueryBuilder:
	"""Begin an UPDATE that counts as an edit: a form that still shows the former values cannot write them back.

	Derived fields, which saves never write back, are updated without this.
	"""
	table = frappe.qb.DocType(doctype)
	return frappe.qb.update(table).set(table.modified, now()).set(table.modified_by, frappe.session.user)


def insert_records(doctype: str, fields: Sequence[str], rows: Sequence[tuple]) -> None:
	"""Insert many records in one statement, as `frappe.db.bulk_insert` does, but several times faster.

	There the query builder renders each value of each row; here it renders one row of placeholders, which is repeated, and what many
	rows have in common, such as empty fields, is escaped once. Only the database's own defaults apply, so `fields` must have all
	standard columns.
	"""
	if not rows:
		return
	common = common_columns(rows) if len(rows) >= MANY else {}
	own = [place for place in range(len(fields)) if place not in common]
	statement = insert_statement(
		doctype, tuple(fields[place] for place in (*own, *common)), frappe.db.db_type
	)
	if common:
		rows = [tuple(row[place] for place in own) for row in rows]
	run_for_rows(statement, rows, list(common.values()))


def common_columns(rows: Sequence[tuple]) -> dict[int, str]:
	"""Return the places of what is the same in all rows, each with that value as SQL, where it needs no escaping.

	Nothing where nothing else would be left: a statement without parameters is read differently.
	"""
	found = {}
	for place, column in enumerate(zip(*rows, strict=True)):
		sql = literal(column[0])
		if sql is not None and column.count(column[0]) == len(column):
			found[place] = sql
	return found if len(found) < len(rows[0]) else {}


def literal(value: object) -> str | None:
	"""Return a value as SQL that may stand in a statement, or `None` for one that has to be a parameter."""
	if value is None:
		return "NULL"
	if type(value) is str:
		return f"'{value}'" if is_plain(value) else None
	return str(value) if type(value) is int else None


def write_records(doctype: str, fields: Sequence[str], rows: Sequence[tuple]) -> None:
	"""Give each of many records values of its own, in one statement; `fields` begin with `name`, then come those to write.

	The records must be there and locked (one that is not would be inserted), and no field may be unique: MariaDB would
	take the record with that value for the one that is meant.
	"""
	table = frappe.qb.DocType(doctype)
	query = insertion(doctype, fields)
	if frappe.db.db_type == "postgres":
		query = query.on_conflict("name")
		for fieldname in fields[1:]:
			query = query.do_update(fieldname)
	else:
		for fieldname in fields[1:]:
			query = query.on_duplicate_key_update(table[fieldname], Values(table[fieldname]))
	if rows:
		run_for_rows(query.get_sql(), rows)


def insertion(doctype: str, fields: Sequence[str]) -> QueryBuilder:
	"""Begin an INSERT of one row of placeholders."""
	table = frappe.qb.DocType(doctype)
	return frappe.qb.into(table).columns(*fields).insert(*[Parameter("%s")] * len(fields))


@lru_cache(maxsize=64)
def insert_statement(doctype: str, fields: tuple[str, ...], db_type: str) -> str:
	"""Return an `insertion` as SQL of this kind of database; writing it takes half as long as running it for one row."""
	return insertion(doctype, fields).get_sql()


def insert_missing(doctype: str, fields: Sequence[str], rows: Sequence[tuple]) -> None:
	"""Insert those records whose name, or what else is unique of them, is not there yet, in one statement."""
	if rows:
		run_for_rows(missing_statement(doctype, tuple(fields), frappe.db.db_type), rows)


def insert_if_missing(doctype: str, fields: Sequence[str], row: tuple) -> bool:
	"""Insert a record, unless its name or what else is unique of it is there; return whether it was inserted."""
	insert_missing(doctype, fields, [row])
	return rows_changed() == 1


def rows_changed() -> int:
	"""Return how many rows the last statement has inserted or changed; what it left as it was does not count."""
	return frappe.db._cursor.rowcount


@lru_cache(maxsize=64)
def missing_statement(doctype: str, fields: tuple[str, ...], db_type: str) -> str:
	"""Return the INSERT of one row, unless it is there, as SQL of this kind of database."""
	return leaving_existing(insertion(doctype, fields), doctype).get_sql()


def leaving_existing(query: QueryBuilder, doctype: str) -> QueryBuilder:
	"""Let an INSERT, of rows or of what a SELECT finds, leave alone what is there already.

	MariaDB's INSERT IGNORE would also store what does not fit, cut to size.
	"""
	if frappe.db.db_type == "postgres":
		return query.on_conflict().do_nothing()
	return query.on_duplicate_key_update(frappe.qb.DocType(doctype).idx, 0)


def run_for_rows(statement: str, rows: Sequence[tuple], common: Sequence[str] = ()) -> None:
	"""Run an `insertion`, given as SQL, for all rows at once; the last columns are those that are `common` to them, as SQL."""
	own = ["%s"] * len(rows[0])
	placeholders = "({})".format(",".join([*own, *["%s"] * len(common)]))
	row = "({})".format(",".join([*own, *common]))
	statement = statement.replace(placeholders, ",".join([row] * len(rows)), 1)
	frappe.db.sql(statement, [value for values in rows for value in values])


@dataclass
class Refusal:
	"""Why one of many changes was refused, `""` where it was not."""

	reason: str = ""


@contextmanager
def catching_refusal() -> Iterator[Refusal]:
	"""Keep a change that is refused from undoing the others: nothing of it is left, and the yielded `Refusal` says why.

	A conflict is raised, since the database has undone the others with it.
	"""
	refusal = Refusal()
	try:
		with undoing("catching_refusal", frappe.ValidationError, frappe.PermissionError):
			yield refusal
	except (frappe.ValidationError, frappe.PermissionError) as error:
		if is_conflict(error):
			raise
		refusal.reason = strip_html(str(error)) or _("You may not change this record.")
	frappe.clear_messages()


@refused_on_conflict()
def lock_record(doctype: str, name: str) -> None:
	"""Lock a record until the transaction ends.

	Who waited for the lock must not go on with what it read before. MariaDB's later statements see what the other
	committed; PostgreSQL's do not, so there the record is written, which makes the waiting transaction fail instead.
	"""
	if frappe.db.db_type == "postgres":
		record = frappe.qb.DocType(doctype)
		frappe.qb.update(record).set(record.idx, record.idx).where(record.name == name).run()
		return
	frappe.db.get_value(doctype, name, "name", for_update=True)
