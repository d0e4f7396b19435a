"""Notes as a source of timelines: what happened, and what is planned."""

import frappe
from pypika.queries import Table
from pypika.terms import Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.records.follow_up.activity import LINKS
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.screens.timeline.rows import Rows, Source, is_referenced, plain, referenced
from frappe_crm_app.screens.timeline.ways import SourceWithWays, Way
from frappe_crm_app.visibility.guarded import CONTACT, DEAL, NOTE, PROJECT
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden

NOTE_LINK = {doctype: fieldname for fieldname, doctype in LINKS.items()}


def notes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for a record's notes: a customer's include those on its deals and people."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	if doctype in NOTE_LINK:
		return note[NOTE_LINK[doctype]] == name
	return is_referenced(note, doctype, name)


def notes_told(told: Told) -> list[Criterion]:
	"""Return the criteria of the notes of a timeline, no two of which one note meets.

	A customer's notes include those on its deals already, a contact's those on deals of which they are the contact; a deal tells those
	on its people and its customer themselves.
	"""
	own = notes_of(told.own.doctype, told.own.names)
	note = frappe.qb.DocType("CRM Follow-up Note")
	if told.own.doctype == CONTACT:
		is_of_another = note.contact.isnull() | (note.contact != told.own.names)
		deals = [records.names for records in told.related if records.are_by_rows]
		return [own, *(note.deal.isin(names) & is_of_another for names in deals)]
	if told.own.doctype not in (DEAL, PROJECT):
		return [own]
	return [
		own,
		*(
			note[NOTE_LINK[records.doctype]].isin(records.names) & (note.reference_doctype == records.doctype)
			for records in told.related
		),
	]


def ways_to_notes(told: Told) -> list[Way]:
	"""Return the ways to what happened: notes at the moment of their completion; `ways_to_plans` has the open ones."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	is_done = (note.status == NoteStatus.DONE) & note.completed_on.isnotnull()
	is_cancelled = note.status.isin([NoteStatus.DONE, NoteStatus.CANCELLED]) & note.completed_on.isnull()
	moments = ((is_done, moment_of(note, "completed_on")), (is_cancelled, note.creation))
	return [
		Way(is_about & is_over, moment, referenced(note))
		for is_about in notes_told(told)
		for is_over, moment in moments
	]


def ways_to_plans(told: Told) -> list[Way]:
	"""Return the ways to what is planned, each at its date, if it has one."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	is_open = note.status == NoteStatus.OPEN
	moment = moment_of(note, "scheduled_on")
	return [Way(is_about & is_open, moment, referenced(note)) for is_about in notes_told(told)]


def moment_of(note: Table, fieldname: str) -> Term:
	"""Return the field at whose moment notes stand; where the reader does not read it, that of their making."""
	return note.creation if is_hidden(NOTE, fieldname) else note[fieldname]


def note_columns(note: Table) -> dict[str, Term]:
	"""Return what a note says: number is 1 where it is private, person its assignee."""
	return {
		"by": note.owner,
		"kind": note.action,
		"subject": note.subject,
		"text": note.content,
		"status": note.status,
		"person": note.assigned_to,
		"outcome": note.call_outcome,
		"scheduled_on": note.scheduled_on,
		"ends_on": note.ends_on,
		"completed_on": note.completed_on,
		"number": note.is_private,
	}


# Of which field the columns are that sources share.
COLUMNS = {
	**{
		"by": None,
		"by_name": None,
		"user_name": None,
		"kind": "action",
		"text": "content",
		"person": "assigned_to",
	},
	**{"outcome": "call_outcome", "number": "is_private"},
}


def tell_notes(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return action, texts and plan of notes, of what the reader reads."""
	empty_hidden(NOTE, rows, COLUMNS)
	return {
		row.name: {
			"action": row.kind,
			"subject": row.subject,
			"text": plain(row.text),
			"call_outcome": row.outcome,
			"scheduled_on": row.scheduled_on,
			"ends_on": row.ends_on,
			"assigned_to": row.person,
			"assigned_name": row.person and (row.person_name or row.person),
			"status": row.status,
			"completed_on": row.completed_on,
			"is_private": row.number,
		}
		for row in rows
	}


NOTES = SourceWithWays(
	Source.NOTE, "CRM Follow-up Note", notes_of, note_columns, tell_notes, ways=ways_to_notes
)
