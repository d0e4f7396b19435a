"""Names of records, and the documents that carry them: a name is a text or a number, nothing that searches.

Frappe takes an object in the place of a name for filters. Whether it finds something tells what hidden records hold.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model import table_fields

from frappe_crm_app.kit.received import parsed
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.visibility.columns import is_doctype
from frappe_crm_app.visibility.visible import visible_rows

LINKS = ("Link", "Dynamic Link")
# Of every document, what Frappe looks records up by, whatever the DocType's fields are.
NAMES = frozenset(
	("name", "docname", "parent", "parenttype", "parentfield", "amended_from", "owner", "__newname")
)


def check_name(value: object) -> None:
	"""Raise `frappe.ValidationError` for a name that is a filter."""
	if not (value is None or isinstance(value, str | int | float)):
		frappe.throw(_("The name of a record is a text."))


def check_doctype(value: object) -> None:
	"""Raise `frappe.ValidationError` for what cannot be the name of a DocType."""
	if value and not is_storable(value):
		frappe.throw(_("The name of a record is a text."))


def check_names(value: object) -> None:
	"""Check several names: a list, its JSON, or lists by some key."""
	value = parsed(value)
	if isinstance(value, dict):
		value = [name for names in value.values() for name in (names if isinstance(names, list) else [names])]
	for name in value if isinstance(value, list | tuple) else [value]:
		check_name(name)


def check_document(value: object) -> None:
	"""Check a document, or its JSON; a text that is none is a name."""
	value = parsed(value)
	if isinstance(value, dict):
		check_doctype(value.get("doctype"))
		check_values(value.get("doctype"), value)
	elif isinstance(value, list):
		check_documents(value)


def check_documents(value: object) -> None:
	"""Check a list of documents, or of names."""
	value = parsed(value)
	for each in value if isinstance(value, list | tuple) else [value]:
		check_document(each) if isinstance(each, dict) else check_name(each)


def check_values(doctype: object, values: object) -> None:
	"""Check the names among the values of a document and of its rows; other values are not looked into."""
	values = parsed(values)
	if not isinstance(values, dict):
		return
	for fieldname, value in values.items():
		if isinstance(value, dict | list) and value:
			check_value(doctype, fieldname, value)


def check_value(doctype: object, fieldname: str, value: dict | list) -> None:
	"""Check a value that is an object or a list: rows of a table, JSON, or a filter where a name should be."""
	field = field_of(doctype, fieldname)
	if fieldname in NAMES or (field and field.fieldtype in LINKS):
		check_name(value)
	if isinstance(value, list) and (not field or field.fieldtype in table_fields):
		of = field.options if field else None
		for row in value:
			check_values(of or (row.get("doctype") if isinstance(row, dict) else None), row)


def field_of(doctype: object, fieldname: str) -> object:
	return frappe.get_meta(doctype).get_field(fieldname) if is_doctype(doctype) else None


def refuse_hidden_expansion(doctype: str, name: str) -> None:
	"""Raise `frappe.PermissionError` where a record's links are to be answered as whole records, and one of them is hidden."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	links = list(links_of([doc, *doc.get_all_children()]))
	if len(visible_rows(links)) < len(links):
		frappe.throw(_("Fields of linked records are not given here."), frappe.PermissionError)


def links_of(rows: Iterable) -> Iterable[dict]:
	"""Yield DocType and name of each record that a document and its rows link to."""
	for row in rows:
		for field in (*row.meta.get_link_fields(), *row.meta.get_dynamic_link_fields()):
			doctype = field.options if field.fieldtype == "Link" else row.get(field.options)
			if doctype and row.get(field.fieldname):
				yield {"doctype": doctype, "name": row.get(field.fieldname)}
