"""Indexes that the schema cannot say: by creator and by assignee, and those that PostgreSQL would be left without."""

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS

# Frappe indexes neither whose a record is nor to whom something was assigned; "which records are mine?" asks for both.
INDEX_OF_TODO = "crm_allocated_to"


def ensure_indexes() -> None:
	"""Make what is missing (after installing and migrating)."""
	for doctype in (*SCOPED_RECORDS, "CRM Follow-up Note"):
		ensure_index(doctype, "owner", f"{frappe.scrub(doctype)}_owner_index")
	ensure_index("ToDo", "allocated_to", INDEX_OF_TODO)
	if frappe.db.db_type == "mariadb":
		# Frappe 16 indexes it only where lists are sorted by it; this one is sorted by the row of the file.
		ensure_index("CRM Contact Import Row", "modified", "modified")
	ensure_indexes_of_fields()


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


def leading_columns(doctype: str) -> set[str]:
	"""Return the columns with which an index of the table begins (PostgreSQL)."""
	definitions = frappe.db.sql(
		"select indexdef from pg_indexes where tablename = %s", (f"tab{doctype}",), pluck=True
	)
	return {definition.partition("(")[2].split(",")[0].strip(' ")') for definition in definitions}
