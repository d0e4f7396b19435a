"""Titles of linked records, of those that the reader may see: one query for each DocType."""

from collections.abc import Iterable

import frappe

from frappe_crm_app.visibility import policy

NAMED_BY_THEMSELVES = ("Currency", "Country", "DocType", "Role")


def titles_of(doctype: str, names: Iterable[str]) -> dict[str, str]:
	"""Return the titles of those of the records that are there and that the session's user may see."""
	names = sorted({name for name in names if name})
	if not names:
		return {}
	title_field = frappe.get_meta(doctype).get_title_field()
	if doctype in NAMED_BY_THEMSELVES or title_field == "name":
		return {name: name for name in names}
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name, record[title_field]).where(record.name.isin(names))
	allowed = policy.criterion(doctype)
	rows = (query if allowed is None else query.where(allowed)).run()
	return {name: title or name for name, title in rows}


def titles_of_links(links: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""Return the title for each `(doctype, name)` that has one for the session's user."""
	names: dict[str, set[str]] = {}
	for doctype, name in links:
		names.setdefault(doctype, set()).add(name)
	return {
		(doctype, name): title
		for doctype, wanted in names.items()
		for name, title in titles_of(doctype, wanted).items()
	}
