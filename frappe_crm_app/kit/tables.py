"""Which DocTypes have a table, as Frappe remembers it; on PostgreSQL it asks the database each time."""

import frappe

KEY = "db_tables"  # Frappe's own, which forgets it when a table is made or dropped, and with its caches


def has_table(doctype: str) -> bool:
	"""Return whether a DocType has its table; sends a statement only where nobody has asked since a table was made or dropped."""
	if frappe.db.db_type != "postgres":
		return frappe.db.table_exists(doctype)
	return f"tab{doctype}" in remembered()


def remembered() -> list[str]:
	"""Return the names of all tables."""
	tables = frappe.cache.get_value(KEY)
	if tables is None:
		tables = frappe.db.get_tables(cached=False)
		frappe.cache.set_value(KEY, tables)
	return tables
