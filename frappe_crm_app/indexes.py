"""Indexes that the schema cannot say: by creator and by assignee, and those that PostgreSQL would be left without."""

import frappe

from frappe_crm_app import MODULE
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS

# Frappe indexes neither whose a record is nor to whom something was assigned; "which records are mine?" asks for both.
INDEX_OF_TODO = "crm_allocated_to"


def ensure_indexes() -> None:
	"""Make what is missing (after installing and migrating)."""
	for doctype in (*SCOPED_RECORDS, "CRM Follow-up Note"):
		frappe.db.add_index(doctype, ["owner"], f"{frappe.scrub(doctype)}_owner_index")
	frappe.db.add_index("ToDo", ["allocated_to"], INDEX_OF_TODO)
	ensure_indexes_of_fields()


def drop_index_of_todo() -> None:
	"""Take away what we added to a table of Frappe's (uninstalling)."""
	if not frappe.db.has_index("tabToDo", INDEX_OF_TODO):
		return
	on_table = "" if frappe.db.db_type == "postgres" else " ON `tabToDo`"
	frappe.db.sql_ddl(f"DROP INDEX {INDEX_OF_TODO}{on_table}")


def ensure_indexes_of_fields() -> None:
	"""Give each column of ours that is to be indexed its index on PostgreSQL.

	Frappe names an index after its field, and PostgreSQL knows each index name once in all tables: of all tables with a
	field `status`, only the first gets its index. MariaDB has a set of names for each table, and lacks nothing.
	"""
	if frappe.db.db_type != "postgres":
		return
	for doctype in frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0}, pluck="name"):
		there = leading_columns(doctype)
		for field in frappe.get_meta(doctype).fields:
			if field.search_index and field.fieldname not in there:
				index_name = f"{frappe.scrub(doctype)}_{field.fieldname}_index"
				frappe.db.add_index(doctype, [field.fieldname], index_name)


def leading_columns(doctype: str) -> set[str]:
	"""Return the columns with which an index of the table begins (PostgreSQL)."""
	definitions = frappe.db.sql(
		"select indexdef from pg_indexes where tablename = %s", (f"tab{doctype}",), pluck=True
	)
	return {definition.partition("(")[2].split(",")[0].strip(' ")') for definition in definitions}
