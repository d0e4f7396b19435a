"""How a list of another app's DocType becomes a section.

Rows come from `frappe.get_list`, so the other app's own permissions decide which of them the session's user sees.
"""

from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class ForeignList:
	"""A DocType of another app: which of its fields a section shows, those that are missing in a version left out.

	`route` is the address of one record with `{name}` in it, where that is not the desk's form.
	"""

	name: str
	label: str
	doctype: str
	title: str
	fields: tuple[str, ...]
	sorted_by: str
	route: str | None = None

	def is_offered(self) -> bool:
		"""Return whether the DocType is installed and the session's user may read it."""
		return frappe.db.table_exists(self.doctype) and bool(frappe.has_permission(self.doctype, "read"))

	def section(self, limit: int, filters: list | None = None, or_filters: list | None = None) -> dict:
		"""Return the section (`sections.py`) of the first `limit` rows, newest first."""
		meta = frappe.get_meta(self.doctype)
		shown = [name for name in (self.title, *self.fields) if name == "name" or meta.has_field(name)]
		rows = frappe.get_list(
			self.doctype,
			filters=filters,
			or_filters=or_filters,
			fields=list(dict.fromkeys(["name", *shown])),
			order_by=f"{self.sorted_by} desc, name desc",
			limit_page_length=limit + 1,
		)
		return {
			"name": self.name,
			"label": frappe._(self.label),
			"doctype": self.doctype,
			"title_field": self.title,
			"route": self.route,
			"columns": [self.column(meta, fieldname) for fieldname in shown],
			"rows": rows[:limit],
			"has_more": len(rows) > limit,
		}

	def column(self, meta: object, fieldname: str) -> dict:
		"""Return what a column is called and how its values are written."""
		field = meta.get_field(fieldname)
		if not field:
			return {"fieldname": fieldname, "label": frappe._("ID"), "fieldtype": "Data", "options": None}
		options = field.options if field.fieldtype == "Currency" else None
		return {
			"fieldname": fieldname,
			"label": frappe._(field.label),
			"fieldtype": field.fieldtype,
			"options": options,
		}
