"""Fills a note's contact, customer, deal and stage from the record it is about.

Every list, calendar and timeline of notes is then one indexed query. A note on a deal mirrors the deal, also when the
deal changes hands later. A note on a contact keeps the customer it was written under: what was said while somebody
worked for one company does not move to the next with them.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.records.follow_up.activity import lock_records_of
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.visibility.labels import label_of

SOURCES = {
	"CRM Contact": {"contact": "name", "customer": "customer"},
	"CRM Customer": {"customer": "name", "stage": "stage"},
	"CRM Sales Deal": {"deal": "name", "contact": "contact", "customer": "customer", "stage": "stage"},
	"CRM Location": {"contact": "contact", "customer": "customer"},
	"CRM Project": {"project": "name", "contact": "contact", "customer": "customer", "deal": "deal"},
}


FILLED = ("contact", "customer", "deal", "stage", "project")


def fill_from_reference(note: Document) -> None:
	"""Set contact, customer, deal, stage and project where the note is new or was moved to another record, and lock all of them.

	Raises `frappe.ValidationError` for a record that notes cannot be about.
	"""
	before = note.get_doc_before_save()
	if not (note.reference_doctype and note.reference_name):
		return  # Frappe says that it is missing
	refuse_other_doctypes(note)
	if before and has_same_reference(before, note):
		note.update({fieldname: before.get(fieldname) for fieldname in FILLED})
		refuse_opening_hidden(before, note)
		lock_records_of(before)
		return
	lock_records_of(before, frappe._dict(linked_by(note)))
	note.update(linked_by(note, for_update=True))
	leave_out_hidden(note)
	lock_records_of(note)


def leave_out_hidden(note: Document) -> None:
	"""Let a follow-up not name a contact or customer that its writer does not see.

	Whoever has an open follow-up reads both: nobody is to open one by writing about a location, or a deal that was only shared with them.
	"""
	for fieldname in hidden_among(note):
		note.set(fieldname, None)


def refuse_opening_hidden(before: Document, note: Document) -> None:
	"""Raise `frappe.PermissionError` where somebody opens a follow-up again whose contact or customer they do not see any more."""
	is_opened = before.status != NoteStatus.OPEN and note.status == NoteStatus.OPEN
	if is_opened and hidden_among(note):
		frappe.throw(
			_("You do not see any more whom this follow-up is about, so you cannot open it again."),
			frappe.PermissionError,
		)


def hidden_among(note: Document) -> list[str]:
	"""Return which of a note's contact and customer the user does not see."""
	if note.flags.ignore_permissions:
		return []
	return [
		fieldname
		for fieldname, doctype in (("contact", CONTACT), ("customer", CUSTOMER))
		if note.get(fieldname) and not policy.may(doctype, note.get(fieldname))
	]


def refuse_other_doctypes(note: Document) -> None:
	"""Raise `frappe.ValidationError` for a record that notes cannot be about."""
	if note.reference_doctype not in SOURCES:
		frappe.throw(
			_("A follow-up note is about one of {0}, not about {1}.").format(
				", ".join(label_of(doctype) for doctype in SOURCES), label_of(note.reference_doctype)
			)
		)


def linked_by(note: Document, for_update: bool = False) -> dict[str, str | None]:
	"""Return contact, customer, deal, stage and project of the record that the note is about.

	`for_update` reads what others have just committed, once the locks are held.
	"""
	sources = SOURCES[note.reference_doctype]
	record = frappe.db.get_value(
		note.reference_doctype,
		note.reference_name,
		sorted(set(sources.values())),
		as_dict=True,
		for_update=for_update,
	)
	if not record:
		frappe.throw(
			_("{0} {1} is not there any more.").format(label_of(note.reference_doctype), note.reference_name),
			frappe.LinkValidationError,
		)
	return {
		fieldname: record.get(sources[fieldname]) if fieldname in sources else None for fieldname in FILLED
	}


def has_same_reference(before: Document, note: Document) -> bool:
	"""Return whether the note is still about the same record."""
	return (before.reference_doctype, before.reference_name) == (note.reference_doctype, note.reference_name)
