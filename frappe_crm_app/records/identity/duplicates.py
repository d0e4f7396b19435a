"""Which records may be the same person or company twice: by exact match on indexed, normalised columns.

A sign is a set of columns that two records share: the phone; a person's full name and company; a company's name, or
its web domain. What the user cannot see is not among the answers.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder

from frappe_crm_app.visibility import policy

# Each sign with the columns to be shared; the first one is indexed and selective.
SIGNS = {
	"CRM Contact": (("phone",), ("full_name", "company_name")),
	"CRM Customer": (("phone",), ("customer_name_key",), ("domain",)),
}
TITLE = {"CRM Contact": "full_name", "CRM Customer": "customer_name"}
MOST_FOUND = 20
MOST_GROUPS = 500


def possible_duplicates(doc: Document) -> list[frappe._dict]:
	"""Return `[{name, title, sign}]` of other records that share a sign with `doc`, each once."""
	found: dict[str, frappe._dict] = {}
	for columns in SIGNS[doc.doctype]:
		if not all(doc.get(column) for column in columns):
			continue
		for row in sharing(doc, columns):
			found.setdefault(row.name, frappe._dict(row, sign=label_of(doc.doctype, columns)))
	return list(found.values())[:MOST_FOUND]


def sharing(doc: Document, columns: tuple[str, ...]) -> list[frappe._dict]:
	"""Return name and title of the records that the user sees and that have what `doc` has in these columns."""
	record = frappe.qb.DocType(doc.doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doc.doctype]].as_("title"))
		.where(record.name != doc.name)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	for column in columns:
		query = query.where(record[column] == doc.get(column))
	return only_visible(query, doc.doctype).run(as_dict=True)


def only_visible(query: QueryBuilder, doctype: str) -> QueryBuilder:
	"""Return the query without the records that the user cannot see."""
	visible = policy.criterion(doctype)
	return query if visible is None else query.where(visible)


def label_of(doctype: str, columns: tuple[str, ...]) -> str:
	"""Return what people call a sign."""
	return {
		("phone",): _("Same phone"),
		("full_name", "company_name"): _("Same name and company"),
		("customer_name_key",): _("Same name"),
		("domain",): _("Same web domain"),
	}[columns]


def groups_of_duplicates(doctype: str) -> Iterator[tuple[str, list[frappe._dict]]]:
	"""Yield `(sign, [{name, title, ...columns}])` for records that share one, among those that the user sees."""
	for columns in SIGNS[doctype]:
		for values in shared_values(doctype, columns):
			yield label_of(doctype, columns), members(doctype, columns, values)


def shared_values(doctype: str, columns: tuple[str, ...]) -> list[tuple]:
	"""Return the values of these columns that several records have, those of most records first."""
	record = frappe.qb.DocType(doctype)
	fields = [record[column] for column in columns]
	query = frappe.qb.from_(record).select(*fields).groupby(*fields).having(Count(record.name) > 1)
	for field in fields:
		query = query.where(field.notnull() & (field != ""))
	query = query.orderby(Count(record.name), order=frappe.qb.desc).orderby(*fields).limit(MOST_GROUPS)
	return only_visible(query, doctype).run()


def members(doctype: str, columns: tuple[str, ...], values: tuple) -> list[frappe._dict]:
	"""Return the records that have these values, the oldest first."""
	record = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doctype]].as_("title"), record.email, record.phone, record.creation)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	for column, value in zip(columns, values, strict=True):
		query = query.where(record[column] == value)
	return only_visible(query, doctype).run(as_dict=True)
