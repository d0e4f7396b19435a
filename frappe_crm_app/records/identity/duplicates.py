"""Which records may be the same person or company twice: by exact match on indexed, normalised columns.

A sign is a set of columns that two records share: the phone, be it a person's further one; a person's full name and company;
a company's name, or its web domain. What the user cannot see is not among the answers.
"""

from collections.abc import Collection, Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.addresses import phones_of
from frappe_crm_app.records.identity.holders import PHONE_ROW, holders_of_phones
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
		for row in sharing(doc, columns):
			found.setdefault(row.name, frappe._dict(row, sign=label_of(doc.doctype, columns)))
	return list(found.values())[:MOST_FOUND]


def sharing(doc: Document, columns: tuple[str, ...]) -> list[frappe._dict]:
	"""Return name and title of the records that the user sees and that have what `doc` has in these columns."""
	is_same = has_phone(phones_of(doc)) if has_rows(doc.doctype, columns) else has_values(doc, columns)
	if is_same is None:
		return []
	record = frappe.qb.DocType(doc.doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doc.doctype]].as_("title"))
		.where((record.name != doc.name) & is_same)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	return only_visible(query, doc.doctype).run(as_dict=True)


def has_rows(doctype: str, columns: tuple[str, ...]) -> bool:
	"""Return whether the sign may also stand in rows of a table: a contact's phones."""
	return doctype == "CRM Contact" and columns == ("phone",)


def has_values(doc: Document, columns: tuple[str, ...]) -> Criterion | None:
	"""Return the criterion of records that have what `doc` has in these columns, `None` where it lacks one of them."""
	if not all(doc.get(column) for column in columns):
		return None
	record = frappe.qb.DocType(doc.doctype)
	return Criterion.all([record[column] == doc.get(column) for column in columns])


def has_phone(phones: Collection[str]) -> Criterion | None:
	"""Return the criterion of contacts with one of these phones, the primary one or a further one; `None` for no phones."""
	if not phones:
		return None
	contact, holders = frappe.qb.DocType("CRM Contact"), holders_of_phones(phones)
	is_primary = contact.phone.isin(sorted(phones))
	return (is_primary | contact.name.isin(holders)) if holders else is_primary


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
		groups = shared_values(doctype, columns)
		further = further_phones_shared() if has_rows(doctype, columns) else {}
		groups = [*groups, *((phone,) for phone in further if (phone,) not in groups)]
		for values in groups[:MOST_GROUPS]:
			group = members(doctype, columns, values, further.get(values[0], ()))
			if len(group) > 1:
				yield label_of(doctype, columns), group


def shared_values(doctype: str, columns: tuple[str, ...]) -> list[tuple]:
	"""Return the values of these columns that several records have, those of most records first."""
	record = frappe.qb.DocType(doctype)
	fields = [record[column] for column in columns]
	query = frappe.qb.from_(record).select(*fields).groupby(*fields).having(Count(record.name) > 1)
	for field in fields:
		query = query.where(field.notnull() & (field != ""))
	query = query.orderby(Count(record.name), order=frappe.qb.desc).orderby(*fields).limit(MOST_GROUPS)
	return only_visible(query, doctype).run()


def further_phones_shared() -> dict[str, set[str]]:
	"""Return `{phone: contacts that have it in a row}` of the phones in rows that another contact has, too; whoever sees them."""
	row, other = frappe.qb.DocType(PHONE_ROW), frappe.qb.DocType(PHONE_ROW).as_("other")
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(row).select(row.phone, row.parent).distinct()
	as_primary = query.join(contact).on((contact.phone == row.phone) & (contact.name != row.parent))
	in_row = query.join(other).on((other.phone == row.phone) & (other.parent != row.parent))
	found: dict[str, set[str]] = {}
	for phone, name in union_all(
		[each.limit(MOST_GROUPS * MOST_FOUND) for each in (as_primary, in_row)]
	).run():
		found.setdefault(phone, set()).add(name)
	return found


def members(
	doctype: str, columns: tuple[str, ...], values: tuple, also: Collection[str] = ()
) -> list[frappe._dict]:
	"""Return the records that have these values, or are among `also`, the oldest first."""
	record = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doctype]].as_("title"), record.email, record.phone, record.creation)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	is_same = Criterion.all([record[column] == value for column, value in zip(columns, values, strict=True)])
	query = query.where((is_same | record.name.isin(sorted(also))) if also else is_same)
	return only_visible(query, doctype).run(as_dict=True)
