"""The DocTypes that are searched, ours and other apps' (hook `crm_search_sources`)."""

import frappe

from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.kit.search_source import SearchSource


def all_sources() -> list[SearchSource]:
	"""Return the sources in the order of the hooks; sends no statement."""
	return list(answers(Point.SEARCH_SOURCES, lambda source: source).values())


def source_of(doctype: str) -> SearchSource | None:
	"""Return the source of a DocType, `None` where it is not searched."""
	return next((source for source in all_sources() if source.doctype == doctype), None)


def columns_of(source: SearchSource) -> list[str]:
	"""Return the columns that the terms of a record need."""
	flag = [source.tables_flag] if source.tables_flag else []
	return ["name", *source.searched, *flag]


def further_rows(source: SearchSource, names: list[str]) -> dict[str, list[frappe._dict]]:
	"""Return the rows of the tables of these records, by record; sends nothing for none."""
	found: dict[str, list[frappe._dict]] = {}
	for doctype in source.tables.values() if names else ():
		column = "email" if frappe.get_meta(doctype).has_field("email") else "phone"
		filters = {"parenttype": source.doctype, "parent": ("in", names)}
		rows = frappe.get_all(
			doctype, filters=filters, fields=["parent", column], order_by="parent asc, idx asc"
		)
		for row in rows:
			found.setdefault(row.parent, []).append(row)
	return found
