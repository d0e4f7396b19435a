"""Keeps the terms of records: in the transaction that writes these."""

from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from pypika.terms import Criterion

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.search.sources import columns_of, further_rows, source_of
from frappe_crm_app.records.search.table import COLUMNS, TABLE, write_rows
from frappe_crm_app.records.search.terms import terms_of

CHUNK = 500


def keep_terms(doc: Document, method: str | None = None) -> None:
	"""Write what the record is found by, where the save changed it: one statement (doc event `on_update`)."""
	source = source_of(doc.doctype)
	before = doc.get_doc_before_save()
	now, was = terms_of_doc(source, doc), terms_of_doc(source, before) if before else []
	if now != was:
		write_rows(rows_of(doc.doctype, doc.name, now, len(was)))


def terms_of_doc(source: SearchSource, doc: Document) -> list[str]:
	"""Return the terms of a document as it is in memory."""
	return terms_of(source, doc, [row for table in source.tables for row in doc.get(table) or []])


def rows_of(doctype: str, name: str, terms: Sequence[str], places: int = 0) -> list[tuple]:
	"""Return the rows of a record that has so many already; those that are too many are emptied."""
	padded = [*terms, *[""] * (places - len(terms))]
	return [(doctype, name, place, term) for place, term in enumerate(padded)]


def forget_terms(doc: Document, method: str | None = None) -> None:
	"""Take a deleted record out of the search (doc event `after_delete`)."""
	forget(doc.doctype, [doc.name])


def forget(doctype: str, names: Sequence[str]) -> None:
	"""Take records out of the search that were deleted set-based."""
	if names:
		# Not `frappe.db.delete`: Frappe 16 looks for a DocType of the table's name, and tells the user that there is none.
		term = frappe.qb.DocType(TABLE)
		frappe.qb.from_(term).delete().where((term.doctype == doctype) & term.name.isin(list(names))).run()


def write_new(doctype: str, records: Sequence[Mapping]) -> None:
	"""Let new records be found that were inserted set-based; one INSERT, and two statements where some have rows in tables.

	Each has its `name` and the columns that are searched; one that is missing is empty.
	"""
	source = source_of(doctype)
	rows = [
		row for name, terms in all_terms(source, records).items() for row in rows_of(doctype, name, terms)
	]
	insert_records(TABLE, COLUMNS, rows)


def rewrite(doctype: str, records: Sequence[Mapping]) -> None:
	"""Let records be found that were changed set-based, likewise, by what they hold now; one more statement."""
	if not records:
		return
	source = source_of(doctype)
	places = places_taken(doctype, [record["name"] for record in records])
	terms = all_terms(source, records)
	write_rows(
		[row for name in sorted(terms) for row in rows_of(doctype, name, terms[name], places.get(name, 0))]
	)


def all_terms(source: SearchSource, records: Iterable[Mapping]) -> dict[str, list[str]]:
	"""Return the terms of each record."""
	records = list(records)
	flagged = [record["name"] for record in records if record.get(source.tables_flag)]
	further = further_rows(source, flagged)
	return {record["name"]: terms_of(source, record, further.get(record["name"], ())) for record in records}


def places_taken(doctype: str, names: Sequence[str]) -> dict[str, int]:
	"""Return how many rows each record has."""
	table = frappe.qb.DocType(TABLE)
	query = frappe.qb.from_(table).select(table.name, Max(table.place) + 1).groupby(table.name)
	return dict(query.where((table.doctype == doctype) & table.name.isin(names)).run())


def rewrite_stored(doctype: str, are_meant: Criterion) -> None:
	"""Read the records that are meant and let them be found by what they hold now, in chunks.

	`are_meant` is a criterion for `frappe.qb.DocType(doctype)`.
	"""
	source, record, last = source_of(doctype), frappe.qb.DocType(doctype), ""
	while True:
		query = frappe.qb.from_(record).select(*(record[name] for name in columns_of(source)))
		query = query.where(are_meant & (record.name > last)).orderby(record.name).limit(CHUNK)
		records = query.run(as_dict=True)
		rewrite(doctype, records)
		if len(records) < CHUNK:
			return
		last = records[-1].name


def is_searched(doctype: str, fieldname: str) -> bool:
	"""Return whether records are found by this field."""
	source = source_of(doctype)
	return bool(source) and fieldname in source.searched


def rewrite_after_unmerge(doctype: str, kept: str, removed: str) -> None:
	"""Let a record be found that a merge had removed (hook `crm_unmerged`)."""
	rewrite_stored(doctype, frappe.qb.DocType(doctype).name == removed)


def forget_merged(doctype: str, keep: str, remove: str) -> None:
	"""Take the removed record of a merge out of the search; saving the kept one does the rest (hook `crm_merging`)."""
	forget(doctype, [remove])
