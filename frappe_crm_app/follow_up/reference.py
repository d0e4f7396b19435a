"""Fills a note's contact, customer, deal and stage from the record it is about.

Every list, calendar and timeline of notes is then one indexed query. A note on a deal mirrors the deal, also when the
deal changes hands later. A note on a contact keeps the customer it was written under: what was said while somebody
worked for one company does not move to the next with them.
"""

import frappe
from frappe import _
from frappe.model.document import Document

SOURCES = {
	"CRM Contact": {"contact": "name", "customer": "customer"},
	"CRM Customer": {"customer": "name", "stage": "stage"},
	"CRM Sales Deal": {"deal": "name", "contact": "contact", "customer": "customer", "stage": "stage"},
	"CRM Location": {"contact": "contact", "customer": "customer"},
}


def fill_from_reference(note: Document) -> None:
	"""Set contact, customer, deal and stage where the note is new or was moved to another record.

	Raises `frappe.ValidationError` for a record that notes cannot be about.
	"""
	sources = SOURCES.get(note.reference_doctype)
	if sources is None:
		frappe.throw(
			_("A follow-up note is about one of {0}, not about {1}.").format(
				", ".join(_(doctype) for doctype in SOURCES), _(note.reference_doctype or "")
			)
		)
	before = note.get_doc_before_save()
	if before and has_same_reference(before, note):
		note.update(
			{fieldname: before.get(fieldname) for fieldname in ("contact", "customer", "deal", "stage")}
		)
		return
	record = frappe.db.get_value(
		note.reference_doctype, note.reference_name, sorted(set(sources.values())), as_dict=True
	)
	for fieldname in ("contact", "customer", "deal", "stage"):
		note.set(fieldname, record.get(sources[fieldname]) if fieldname in sources else None)


def has_same_reference(before: Document, note: Document) -> bool:
	"""Return whether the note is still about the same record."""
	return (before.reference_doctype, before.reference_name) == (note.reference_doctype, note.reference_name)
