"""Keeps `next_follow_up_on` and `last_activity_on` of contacts, customers and deals true.

The next follow-up is the earliest scheduled note that is still open, overdue ones included; the last activity is the
latest completed one. Both are computed by the database in the statement that stores them.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Max, Min
from frappe.query_builder.terms import subqry
from pypika.queries import QueryBuilder
from pypika.terms import Field

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.set_based import lock_record, update_records

# Always locked in this order. A deal comes first because saving one locks it before anything of ours runs.
LINKS = {"deal": "CRM Sales Deal", "contact": "CRM Contact", "customer": "CRM Customer"}
DERIVED_FIELDS = ("next_follow_up_on", "last_activity_on")


@refused_on_conflict()
def lock_records_of(*notes: Document | None) -> None:
	"""Lock the contacts, customers and deals of these notes until the transaction ends.

	Whoever changes a note takes these locks before touching it, so that each computes from what the other committed.
	"""
	for fieldname, doctype in LINKS.items():
		for name in sorted(names_in(notes, fieldname)):
			lock_record(doctype, name)


@refused_on_conflict()
def refresh_records_of(*notes: Document | None) -> None:
	"""Recompute both dates of the contacts, customers and deals of these notes."""
	for fieldname, doctype in LINKS.items():
		for name in sorted(names_in(notes, fieldname)):
			refresh(doctype, fieldname, name)


def names_in(notes: Iterable[Document | None], fieldname: str) -> set[str]:
	"""Return the records that the notes link to by `fieldname`."""
	return {note.get(fieldname) for note in notes if note and note.get(fieldname)}


def refresh(doctype: str, link_field: str, name: str) -> None:
	"""Recompute both dates of one record in one statement. `modified` stays: nobody edited the record."""
	record = frappe.qb.DocType(doctype)
	(
		frappe.qb.update(record)
		.set(record.next_follow_up_on, subqry(next_scheduled(link_field, name)))
		.set(record.last_activity_on, subqry(last_completed(link_field, name)))
		.where(record.name == name)
		.run()
	)
	frappe.clear_document_cache(doctype, name)


def next_scheduled(link_field: str, name: str | Field) -> QueryBuilder:
	"""Return the query for the earliest date among the open notes of a record, NULL where none is scheduled.

	`name` may be a field of an outer query, which then computes many records at once.
	"""
	note = frappe.qb.DocType("CRM Follow-up Note")
	return (
		frappe.qb.from_(note)
		.select(Min(note.scheduled_on))
		.where((note[link_field] == name) & (note.status == NoteStatus.OPEN))
	)


def last_completed(link_field: str, name: str | Field) -> QueryBuilder:
	"""Return the query for the latest completion among the record's notes, NULL where nothing was done yet."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	return (
		frappe.qb.from_(note)
		.select(Max(note.completed_on))
		.where((note[link_field] == name) & (note.status == NoteStatus.DONE))
	)


def keep_derived_dates(doc: Document) -> None:
	"""Let a save neither set these dates by hand nor write back older ones that a form still held.

	The stored record was read under a lock when the save began (Frappe's `load_doc_before_save`), so it is current.
	"""
	before = doc.get_doc_before_save()
	for fieldname in DERIVED_FIELDS:
		doc.set(fieldname, before.get(fieldname) if before else None)


@refused_on_conflict()
def update_notes_of_deal(deal: Document) -> None:
	"""Give the notes on a deal its present contact and customer, and refresh all whose notes these were or became."""
	before = deal.get_doc_before_save()
	if not before or (before.contact, before.customer) == (deal.contact, deal.customer):
		return
	lock_records_of(before, deal)
	note = frappe.qb.DocType("CRM Follow-up Note")
	is_about_it = (note.reference_doctype == deal.doctype) & (note.reference_name == deal.name)
	emit_update("CRM Follow-up Note", is_about_it, {"contact": deal.contact, "customer": deal.customer})
	(
		frappe.qb.update(note)
		.set(note.contact, deal.contact)
		.set(note.customer, deal.customer)
		.where(is_about_it)
		.run()
	)
	refresh_records_of(before, deal)


@refused_on_conflict()
def adopt_customer_of(contact: Document) -> None:
	"""Bring what a contact has without a customer, its deals and notes, to the customer it was just given.

	What already belongs to a customer stays there: a new employer does not take over the history of the old one.
	"""
	before = contact.get_doc_before_save()
	if not contact.customer or not before or before.customer == contact.customer:
		return
	lock_records_of(frappe._dict(customer=contact.customer))
	for doctype in ("CRM Sales Deal", "CRM Follow-up Note"):
		record = frappe.qb.DocType(doctype)
		has_none = (record.contact == contact.name) & (record.customer.isnull() | (record.customer == ""))
		emit_update(doctype, has_none, {"customer": contact.customer})
		update_records(doctype).set(record.customer, contact.customer).where(has_none).run()
	frappe.clear_document_cache("CRM Sales Deal")
	refresh_records_of(frappe._dict(customer=contact.customer))
