"""Titles of what a record and the rows of its tables name, read at once as its form opens.

Frappe's form asks for the title of each link by a statement of its own, but looks first into what the connection has read before in
this request (`value_cache`), which is forgotten with each commit.
"""

from collections.abc import Iterator

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.kit.queries import union_all

Link = tuple[str, str]


def read_titles(doc: Document) -> None:
	"""Have the titles that the form of `doc` will ask for at hand, in one statement; what the reader does not see `getdoc` masks."""
	wanted: dict[str, set[str]] = {}
	for doctype, name in titled_links(doc):
		wanted.setdefault(doctype, set()).add(name)
	if sum(map(len, wanted.values())) < 2:
		return
	queries = [titles_query(doctype, sorted(names)) for doctype, names in sorted(wanted.items())]
	for doctype, name, title in union_all(queries).run():
		remember(doctype, name, title)


def titled_links(doc: Document) -> Iterator[Link]:
	"""Yield `(doctype, name)` of what the record and its rows name by links that are shown by their titles."""
	for each in (doc, *doc.get_all_children()):
		meta = frappe.get_meta(each.doctype)
		for field in (*meta.get_link_fields(), *meta.get_dynamic_link_fields()):
			name = each.get(field.fieldname)
			doctype = field.options if field.fieldtype == "Link" else each.get(field.options)
			if name and doctype and is_titled(doctype):
				yield doctype, name


def is_titled(doctype: str) -> bool:
	"""Return whether links to records of a DocType are shown by a title."""
	meta = frappe.get_meta(doctype)
	return bool(meta.title_field and meta.show_title_field_in_link)


def titles_query(doctype: str, names: list[str]) -> QueryBuilder:
	"""Return the query for DocType, name and title of these records."""
	record = frappe.qb.DocType(doctype)
	title = record[frappe.get_meta(doctype).title_field].as_("title")
	query = frappe.qb.from_(record).select(ValueWrapper(doctype).as_("doctype"), record.name, title)
	return query.where(record.name.isin(names))


def remember(doctype: str, name: str, title: str | None) -> None:
	"""Keep a title as `frappe.db.get_value` does with `cache=True`; Frappe 16 keeps values by DocType, then by name."""
	field = frappe.get_meta(doctype).title_field
	if major_version() < 16:
		frappe.db.value_cache[(doctype, name, field)] = ((title,),)
	else:
		frappe.db.value_cache[doctype][name][field] = ((title,),)
