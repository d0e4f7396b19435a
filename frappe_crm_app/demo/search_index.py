"""Makes rows that were written in bulk findable in the desk's search bar, as a save would."""

from collections.abc import Iterator

import frappe
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils.global_search import get_formatted_value

from frappe_crm_app.records.search.sources import source_of
from frappe_crm_app.records.search.table import write_rows
from frappe_crm_app.records.search.writing import rows_of, terms_of_doc

COLUMNS = ("doctype", "name", "content", "published", "title", "route")
CHUNK = 500


def index(doctype: str, documents: list[Document]) -> None:
	"""Write what the documents are found by, and put them in the global search, unless the site has none."""
	write_terms(doctype, documents)
	searched = frappe.get_meta(doctype).get_global_search_fields()
	if not documents or not searched or frappe.conf.get("disable_global_search"):
		return
	frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", [doc.name for doc in documents])})
	rows = [
		(doctype, document.name, _content(document, searched), 0, document.get_title() or "", "")
		for document in documents
	]
	frappe.db.bulk_insert("__global_search", COLUMNS, rows, chunk_size=CHUNK)


def write_terms(doctype: str, documents: list[Document]) -> None:
	"""Write what the documents are found by, of those that are searched."""
	source = source_of(doctype)
	for start in range(0, len(documents) if source else 0, CHUNK):
		chunk = documents[start : start + CHUNK]
		write_rows([row for doc in chunk for row in rows_of(doctype, doc.name, terms_of_doc(source, doc))])


def _content(document: Document, searched: list) -> str:
	"""Return what a document and its child rows are found by in the global search."""
	said = list(_said(document, searched))
	for table in document.meta.get_table_fields():
		fields = frappe.get_meta(table.options).get_global_search_fields()
		for row in document.get(table.fieldname):
			said += _said(row, fields)
	return " ||| ".join(said)


def _said(row: Document, searched: list) -> Iterator[str]:
	"""Yield the values of a row that are searched; tables are no values."""
	for field in searched:
		if field.fieldtype not in table_fields and row.get(field.fieldname):
			yield get_formatted_value(row.get(field.fieldname), field)
