"""Indexes that PostgreSQL would be left without."""

import frappe

from frappe_crm_app import MODULE


def ensure_indexes() -> None:
	"""Give each column of ours that is to be indexed its index (after installing and migrating).

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
