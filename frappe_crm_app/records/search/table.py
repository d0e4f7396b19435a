"""The table of search terms: each record has a few rows, in their places, whose terms may be empty.

It is no DocType: nobody reads it but the search, and its rows need no name, owner or moment of their own. Terms are compared byte by
byte, so that both databases find the beginning of a term along the index. A row keeps its place, so that one statement writes what a
record is found by from now on, without locking what lies between rows. The key begins with the name: where it began with the DocType,
MariaDB would rather walk all terms of that than use the index of terms for a common word.
"""

from collections.abc import Sequence

import frappe
from pypika.terms import Values

from frappe_crm_app.kit.set_based import insertion, run_for_rows

TABLE = "__crm_search_term"
COLUMNS = ("doctype", "name", "place", "term")
DEFINITIONS = {
	"mariadb": """create table `{table}` (
		doctype varchar(140) not null, name varchar(140) not null, place smallint not null,
		term varchar(140) collate utf8mb4_bin not null,
		primary key (name, doctype, place), key {index} (doctype, term, name)
	) engine=InnoDB character set utf8mb4 collate utf8mb4_unicode_ci""",
	"postgres": """create table "{table}" (
		doctype varchar(140) not null, name varchar(140) not null, place smallint not null,
		term varchar(140) collate "C" not null, primary key (name, doctype, place)
	)""",
}
INDEX = "crm_search_terms"
DEFINITION_OF_INDEX = 'create index {index} on "{table}" (doctype, term, name)'  # PostgreSQL's


def ensure_table() -> None:
	"""Make the table and its index where they are missing (installing, migrating); making commits, finding them there does not."""
	if TABLE not in frappe.db.get_tables(cached=False):
		frappe.db.sql_ddl(DEFINITIONS[frappe.db.db_type].format(table=TABLE, index=INDEX))
	if frappe.db.db_type == "postgres" and not frappe.db.has_index(TABLE, INDEX):
		frappe.db.sql_ddl(DEFINITION_OF_INDEX.format(table=TABLE, index=INDEX))


def drop_table() -> None:
	"""Take the table away (uninstalling)."""
	quote = '"' if frappe.db.db_type == "postgres" else "`"
	frappe.db.sql_ddl(f"drop table if exists {quote}{TABLE}{quote}")


def write_rows(rows: Sequence[tuple[str, str, int, str]]) -> None:
	"""Write terms in their places, whether or not there are rows; one statement, none for no rows."""
	if not rows:
		return
	query, table = insertion(TABLE, COLUMNS), frappe.qb.DocType(TABLE)
	if frappe.db.db_type == "postgres":
		query = query.on_conflict("doctype", "name", "place").do_update("term")
	else:
		query = query.on_duplicate_key_update(table.term, Values(table.term))
	run_for_rows(query.get_sql(), rows)
