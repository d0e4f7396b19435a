"""All rows of the app and what people have beside them: `python -m tests.site.upgrade.contents SITE FILE`, run in `sites`."""

import json
import sys
from pathlib import Path

import frappe

BESIDE = (
	"User", "Has Role", "ToDo", "File", "Comment", "Communication", "Version", "DocShare", "Tag Link", "Event",
	"Notification Log", "Email Queue", "DefaultValue", "Contact", "Web Form",
)  # fmt: skip


def contents() -> dict[str, dict[str, dict]]:
	"""`{DocType: {name: {column: value}}}`, the values as texts; of a DocType with one record, its fields."""
	ours = frappe.get_all("DocType", filters={"module": "Frappe CRM App"}, fields=["name", "issingle"])
	tables = [row.name for row in ours if not row.issingle]
	return {
		**{doctype: rows_of(doctype) for doctype in (*tables, *BESIDE)},
		**{row.name: {row.name: singles(row.name)} for row in ours if row.issingle},
	}


def rows_of(doctype: str) -> dict[str, dict]:
	query = frappe.qb.from_(doctype).select("*")
	if doctype == "Has Role":  # those of pages and reports are made anew by every migration
		query = query.where(frappe.qb.DocType(doctype).parenttype == "User")
	rows = query.run(as_dict=True)
	return {row.name: {column: text(value) for column, value in row.items()} for row in rows}


def singles(doctype: str) -> dict[str, str]:
	table = frappe.qb.DocType("Singles")
	return dict(frappe.qb.from_(table).select(table.field, table.value).where(table.doctype == doctype).run())


def text(value: object) -> str | None:
	return None if value is None else str(value)


def main(site: str, file: str) -> None:
	frappe.init(site)
	frappe.connect()
	Path(file).write_text(json.dumps(contents()))
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
