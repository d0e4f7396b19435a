"""Entries of the desk's search bar (`__global_search`) for seeded records, as saving each would have made them."""

import frappe
from frappe.query_builder.functions import Concat, Max
from pypika.terms import ValueWrapper

from frappe_crm_app.benchmark.rows import IMPORT_DOMAIN, PREFIX, TABLES, Table
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.records.search.filling import fill_missing
from frappe_crm_app.records.search.table import TABLE as TERMS
from frappe_crm_app.records.search.writing import forget

SEARCHED = ("customers", "contacts", "deals")
COLUMNS = ("doctype", "name", "title", "content", "route", "published")
MADE_HERE = f"{PREFIX}%"


def add() -> None:
	"""Add the entries of those seeded records that have none, in one statement for each table, and their search terms."""
	for key in SEARCHED:
		add_missing(TABLES[key])
	fill_missing()


def add_missing(table: Table) -> None:
	meta = frappe.get_meta(table.doctype)
	entry, record = frappe.qb.Table("__global_search"), frappe.qb.DocType(table.doctype)
	known = frappe.qb.from_(entry).select(Max(entry.name)).where(entry.doctype == table.doctype)
	last = known.where(entry.name.like(MADE_HERE)).run(pluck=True)[0]
	content = content_of(
		record, [field for field in meta.get_global_search_fields() if field.fieldname in table.columns]
	)
	(
		frappe.qb.into(entry)
		.columns(*COLUMNS)
		.from_(record)
		.select(
			ValueWrapper(table.doctype), record.name, record[meta.title_field], content, ValueWrapper(""), 0
		)
		.where(record.name.like(MADE_HERE) & (record.name > (last or "")))
		.run()
	)
	frappe.db.commit()


def content_of(record: object, fields: list) -> Concat:
	"""Return what is searched of a record, each field with its label; the benchmark leaves none of them empty."""
	parts = [part for field in fields for part in (" ||| ", f"{field.label} : ", record[field.fieldname])]
	return Concat(*parts[1:])


def remove() -> None:
	"""Remove the entries of what was seeded, and of the people who were imported, and all terms of what is gone."""
	for key in SEARCHED:
		frappe.db.delete("__global_search", {"doctype": TABLES[key].doctype, "name": ("like", MADE_HERE)})
	frappe.db.delete(
		"__global_search", {"doctype": "CRM Contact", "content": ("like", f"%@{IMPORT_DOMAIN}%")}
	)
	for key in SEARCHED:
		forget_gone(TABLES[key].doctype)


def forget_terms(doctype: str, names: list[str]) -> None:
	"""Remove the search terms of these records."""
	for chunk in chunks(names):
		forget(doctype, chunk)


def forget_gone(doctype: str) -> None:
	"""Remove the search terms of records that are not there any more."""
	term, record = frappe.qb.DocType(TERMS), frappe.qb.DocType(doctype)
	there = frappe.qb.from_(record).select(record.name)
	frappe.qb.from_(term).delete().where((term.doctype == doctype) & term.name.notin(there)).run()
