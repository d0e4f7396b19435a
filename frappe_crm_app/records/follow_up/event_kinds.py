"""What may happen to follow-up notes: by a save, or because time passes."""

from datetime import datetime, time

import frappe
from frappe import _lt
from pypika.queries import QueryBuilder

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.domain_events.changes import is_created, is_updated, turned
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.kit.domain_events.occasions import TimeCheck

NOTE = "CRM Follow-up Note"
DUE, OVERDUE = "note.due", "note.overdue"

NOTE_KINDS = (
	Kind("note.created", NOTE, _lt("A follow-up note is written"), happened=is_created),
	Kind("note.updated", NOTE, _lt("A follow-up note is changed"), happened=is_updated),
	Kind(
		"note.completed",
		NOTE,
		_lt("A planned follow-up is done"),
		("status", "completed_on", "completed_by"),
		turned("status", NoteStatus.DONE),
	),
	Kind(
		"note.cancelled",
		NOTE,
		_lt("A planned follow-up is cancelled"),
		("status",),
		turned("status", NoteStatus.CANCELLED),
	),
	Kind(DUE, NOTE, _lt("The moment of an open follow-up has come"), ("scheduled_on",)),
	Kind(OVERDUE, NOTE, _lt("The day of an open follow-up is over"), ("scheduled_on",)),
)


def due(now: datetime) -> QueryBuilder:
	"""Return the open notes whose moment has come."""
	note = frappe.qb.DocType(NOTE)
	return planned().where(note.scheduled_on <= now)


def overdue(now: datetime) -> QueryBuilder:
	"""Return the open notes of the days before."""
	note = frappe.qb.DocType(NOTE)
	return planned().where(note.scheduled_on < datetime.combine(now.date(), time.min))


def planned() -> QueryBuilder:
	"""Begin the query of a check."""
	note = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(note).select(note.name, note.scheduled_on.as_("moment"))
	return query.where(note.status == NoteStatus.OPEN)


IS_DUE = TimeCheck(DUE, due)
IS_OVERDUE = TimeCheck(OVERDUE, overdue)
