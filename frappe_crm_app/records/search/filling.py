"""Writes the terms of records that have none: those that were there before the search was."""

import frappe
from pypika.queries import QueryBuilder

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.sources import all_sources, columns_of
from frappe_crm_app.records.search.table import TABLE, write_rows
from frappe_crm_app.records.search.writing import all_terms, rows_of

CHUNK = 2_000


def fill_missing() -> None:
	"""Write all that is missing, committing each chunk; who begins again goes on with the rest."""
	for source in all_sources():
		last = ""
		while records := next_without_terms(source, last).run(as_dict=True):
			terms = all_terms(source, records)
			write_rows([row for name, each in terms.items() for row in rows_of(source.doctype, name, each)])
			frappe.db.commit()
			last = records[-1].name


def next_without_terms(source: SearchSource, last: str) -> QueryBuilder:
	"""Return the query for the next records, in the order of their names, that have no row."""
	record, term = frappe.qb.DocType(source.doctype), frappe.qb.DocType(TABLE)
	is_first_of_it = (term.doctype == source.doctype) & (term.name == record.name) & (term.place == 0)
	return (
		frappe.qb.from_(record)
		.left_join(term)
		.on(is_first_of_it)
		.select(*(record[name] for name in columns_of(source)))
		.where(term.name.isnull() & (record.name > last))
		.orderby(record.name)
		.limit(CHUNK)
	)
