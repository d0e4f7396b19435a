"""Lets the database look at what a table has now, as it does by itself after a while."""

import frappe
from frappe.utils import get_table_name


def analyze(*doctypes: str) -> None:
	statement = "ANALYZE" if frappe.db.db_type == "postgres" else "ANALYZE TABLE"
	for doctype in doctypes:
		frappe.db.sql_ddl(f"{statement} `{get_table_name(doctype)}`")
