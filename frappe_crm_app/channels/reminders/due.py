"""Which notes are due: open, given to somebody, their moment has come, and nobody was told yet."""

from datetime import datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.field_values import is_changed

LONG_OVERDUE = timedelta(days=7)
TOLD_ANEW = ("scheduled_on", "assigned_to", "status")


def due_notes(now: datetime, limit: int) -> list[str]:
	"""Return the names of due notes, those that have waited longest first."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	return (
		frappe.qb.from_(note)
		.select(note.name)
		.where((note.status == NoteStatus.OPEN) & note.reminded_on.isnull())
		.where((note.scheduled_on <= now) & note.assigned_to.isnotnull() & (note.assigned_to != ""))
		.orderby(note.scheduled_on, note.name)
		.limit(limit)
		.run(pluck=True)
	)


def keep_reminder_true(note: Document, _event: str | None = None) -> None:
	"""Let nobody set by hand that a reminder was given (`validate`); one that is moved, reopened or given to others is due anew.

	One that is long overdue when it is entered is history, of which nobody is reminded unless CRM Desk Settings say so.
	"""
	before = note.get_doc_before_save()
	if not before:
		note.reminded_on = note.scheduled_on if is_history(note) else None
		return
	is_other = any(is_changed(note, fieldname) for fieldname in TOLD_ANEW)
	note.reminded_on = None if is_other else before.reminded_on


def is_history(note: Document) -> bool:
	"""Return whether a note that is being entered was due long before."""
	if not note.scheduled_on or get_datetime(note.scheduled_on) > now_datetime() - LONG_OVERDUE:
		return False
	return not frappe.get_cached_doc("CRM Desk Settings").remind_of_history


def leave_untold(condition: Criterion) -> None:
	"""Mark those overdue notes that meet the condition as told, so that nobody is reminded of them now."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	is_overdue = (
		(note.status == NoteStatus.OPEN) & (note.scheduled_on <= now_datetime()) & note.reminded_on.isnull()
	)
	frappe.qb.update(note).set(note.reminded_on, note.scheduled_on).where(is_overdue & condition).run()
