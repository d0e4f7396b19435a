"""A DocType that somebody made on the site under a name of ours: `python -m tests.site.install.own_doctype SITE add`, or `remove`."""

import sys

import frappe

NAME = "CRM Source"


def add() -> None:
	field = {"fieldname": "spring", "label": "Spring", "fieldtype": "Data"}
	permission = {"role": "System Manager", "read": 1}
	doctype = {"doctype": "DocType", "name": NAME, "module": "Custom", "custom": 1}
	frappe.get_doc({**doctype, "fields": [field], "permissions": [permission]}).insert()


def remove() -> None:
	frappe.delete_doc("DocType", NAME, force=True)
	quote = "`" if frappe.db.db_type == "mariadb" else '"'
	frappe.db.sql_ddl(f"drop table if exists {quote}tab{NAME}{quote}")


def main(site: str, what: str) -> None:
	frappe.init(site)
	frappe.connect()
	{"add": add, "remove": remove}[what]()
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
