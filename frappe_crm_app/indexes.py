"""Indexes and collations that the schema cannot say: by creator and by assignee, those that PostgreSQL would be left without, and
what MariaDB is to compare byte by byte."""

from collections.abc import Sequence

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.records.search.table import ensure_table

# Frappe indexes neither whose a record is nor to whom something was assigned; "which records are mine?" asks for both.
EXACT = "utf8mb4_bin"
EXACT_COLUMNS = {
	"CRM Campaign Recipient": ("address", "token"),
	"CRM Contact": ("email", "external_id"),
	"CRM Contact Email": ("email",),
	"CRM Lead Submission": ("token_id",),
	"CRM Mail": ("message_id", "identity", "thread", "in_reply_to", "root_id"),
	"CRM Mail Folder": ("folder_name",),
	"CRM Message": ("provider_id",),
	"CRM Mail Participant": ("email",),
	"CRM Quote": ("quote_number", "pdf_sha256", "signed_pdf_sha256"),
	"CRM Quote Link": ("token_hash",),
	"CRM Respondio Event": ("event_id",),
	"CRM Subscription": ("address",),
}
INDEX_OF_TODO = "crm_allocated_to"
INDEX_OF_NAMES = "crm_contact_full_name_in_any_case"


def ensure_indexes() -> None:
	"""Make what is missing (after installing and migrating)."""
	ensure_exact_columns()
	ensure_table()
	for doctype in (*SCOPED_RECORDS, "CRM Follow-up Note"):
		ensure_index(doctype, "owner", f"{frappe.scrub(doctype)}_owner_index")
	ensure_index("ToDo", "allocated_to", INDEX_OF_TODO)
	if frappe.db.db_type == "mariadb":
		# Frappe 16 indexes it only where lists are sorted by it; of these, one is sorted by the row of the file, the others by when it was.
		for doctype in ("CRM Contact Import Row", "CRM Message", "CRM Quote Acceptance"):
			ensure_index(doctype, "modified", "modified")
	ensure_indexes_of_fields()


def ensure_exact_columns() -> None:
	"""Let MariaDB compare byte by byte what tells one record from another, as Python and PostgreSQL do.

	Its usual collation takes `jose` for `josé` and `AbC` for `aBc`, in unique indexes as well.
	"""
	if frappe.db.db_type != "mariadb":
		return
	for doctype, columns in EXACT_COLUMNS.items():
		inexact = [column for column in described(doctype, columns) if column.collation != EXACT]
		changes = [
			f"MODIFY `{each.name}` {each.type} CHARACTER SET utf8mb4 COLLATE {EXACT}" for each in inexact
		]
		if changes:
			frappe.db.sql_ddl(f"ALTER TABLE `tab{doctype}` {', '.join(changes)}")


def described(doctype: str, columns: Sequence[str]) -> list[frappe._dict]:
	"""Return name, type and collation of these columns as MariaDB has them."""
	return frappe.db.sql(
		"""select column_name as name, column_type as type, collation_name as collation
		from information_schema.columns
		where table_schema = database() and table_name = %(table)s and column_name in %(columns)s""",
		{"table": f"tab{doctype}", "columns": tuple(columns)},
		as_dict=True,
	)


def ensure_index(doctype: str, column: str, name: str) -> None:
	"""Make an index, which commits, unless it is there."""
	if not frappe.db.has_index(f"tab{doctype}", name):
		frappe.db.add_index(doctype, [column], name)


def drop_index_of_todo() -> None:
	"""Take away what we added to a table of Frappe's (uninstalling)."""
	if not frappe.db.has_index("tabToDo", INDEX_OF_TODO):
		return
	on_table = "" if frappe.db.db_type == "postgres" else " ON `tabToDo`"
	frappe.db.sql_ddl(f"DROP INDEX {INDEX_OF_TODO}{on_table}")


def ensure_indexes_of_fields() -> None:
	"""Give each column of ours that is to be indexed its index on PostgreSQL, Frappe's own columns included.

	Frappe names an index after its field, and PostgreSQL knows each index name once in all tables: of all tables with a
	field `status`, only the first gets its index, and of all lists only one is quickly sorted by `modified`. MariaDB has
	a set of names for each table, and lacks nothing.
	"""
	if frappe.db.db_type != "postgres":
		return
	for doctype in frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0}, pluck="name"):
		there, meta = leading_columns(doctype), frappe.get_meta(doctype)
		wanted = [field.fieldname for field in meta.fields if field.search_index]
		for fieldname in [*wanted, "parent" if meta.istable else "modified"]:
			if fieldname not in there:
				ensure_index(doctype, fieldname, f"{frappe.scrub(doctype)}_{fieldname}_index")
	ensure_index_of_names()


def ensure_index_of_names() -> None:
	"""Let PostgreSQL find people by their names in any case, as MariaDB's collation does (`identity/duplicates.py`)."""
	if not frappe.db.has_index("tabCRM Contact", INDEX_OF_NAMES):
		frappe.db.sql_ddl(f'create index {INDEX_OF_NAMES} on "tabCRM Contact" (lower(full_name))')


def leading_columns(doctype: str) -> set[str]:
	"""Return the columns with which an index of the table begins (PostgreSQL)."""
	definitions = frappe.db.sql(
		"select indexdef from pg_indexes where tablename = %s", (f"tab{doctype}",), pluck=True
	)
	return {definition.partition("(")[2].split(",")[0].strip(' ")') for definition in definitions}
