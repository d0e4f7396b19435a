"""What is printed: no title of a linked record that the reader does not see (hook `before_print` of all DocTypes).

What is printed need not be stored: Frappe prints a record that is sent along, with titles of whatever it names.
"""

from collections.abc import Iterator

from frappe.model.document import Document

from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.satellites import sees


def hide_links(doc: Document, method: str | None = None, settings: object = None) -> None:
	"""Empty the links to records of ours that the session's user does not see, in the record and in its rows."""
	for row in (doc, *doc.get_all_children()):
		for fieldname, doctype in links_of(row):
			name = row.get(fieldname)
			if name and not (isinstance(name, str) and sees(doctype, name)):
				row.set(fieldname, None)


def links_of(row: Document) -> Iterator[tuple[str, str]]:
	"""Yield the fields that link to records of ours, each with the DocType that it leads to."""
	for field in row.meta.get_link_fields():
		if field.options in GUARDED:
			yield field.fieldname, field.options
	for field in row.meta.get_dynamic_link_fields():
		doctype = row.get(field.options)
		if doctype in GUARDED:
			yield field.fieldname, doctype
