"""What an entry does: saves like any other, of the session's user, with the same refusals as from form, list or REST."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.kit.exceptions import FollowUpChangedError, PeriodError
from frappe_crm_app.kit.timezones import on_site
from frappe_crm_app.records.identity.kept import kept_one
from frappe_crm_app.screens.quick_log.day import utc, version_of
from frappe_crm_app.screens.quick_log.entries import Entry, Kind
from frappe_crm_app.screens.today.acting import holder_of, load, mark_done, note_about, plan
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.permlevels import empty_hidden

OLDEST = timedelta(days=30)  # long before its key is forgotten, an entry is not carried out any more
FARTHEST_AHEAD = timedelta(days=1)  # of a phone's clock
SHOWN = (
	*("subject", "action", "status", "scheduled_on", "assigned_to"),
	*("completed_on", "completed_by", "call_outcome"),
)


def carry_out(entry: Entry) -> dict:
	"""Do what the entry says and return `{note, next_step}`, names; raises `FollowUpChangedError` rather than overwrite."""
	happened_on = moment_of_making(entry)
	about = load(NOTE, entry.name) if entry.kind == Kind.FINISH else readable(entry.doctype, entry.name)
	done = finish(about, entry, happened_on) if entry.kind == Kind.FINISH else log(about, entry, happened_on)
	planned = plan_next(about, entry)
	return {"note": done.name, "next_step": planned and planned.name}


def moment_of_making(entry: Entry) -> datetime:
	"""Return when it happened, by the site's clock; a phone whose clock is a little ahead says now.

	Raises `PeriodError` for long ago, and for a clock that is far ahead: its next steps would be so, too.
	"""
	made_on, now = on_site(entry.made_on), now_datetime()
	if made_on < now - OLDEST:
		frappe.throw(_("This was noted more than {0} days ago.").format(OLDEST.days), PeriodError)
	if made_on > now + FARTHEST_AHEAD:
		frappe.throw(
			_("The clock of this phone is more than a day ahead: set it, and note this anew."), PeriodError
		)
	return min(made_on, now)


def readable(doctype: str, name: str) -> Document:
	"""Return a record, or the one into which it was merged since it was seen.

	Raises `frappe.PermissionError` for one that is hidden or not there; it is not said which.
	"""
	frappe.has_permission(doctype, "read", throw=True)
	kept = kept_one(doctype, name)
	record = frappe.get_doc(doctype, kept) if kept else None
	if not record or not record.has_permission("read"):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	return record


def finish(note: Document, entry: Entry, happened_on: datetime) -> Document:
	"""Complete the follow-up as it was seen; its outcome is that of a call, where it is one."""
	refuse_changed(note, entry)
	if entry.outcome and note.action == Action.CALL:
		note.call_outcome = entry.outcome
	note.completed_on = happened_on
	return mark_done(note, entry.text)


def refuse_changed(note: Document, entry: Entry) -> None:
	"""Raise `FollowUpChangedError` where somebody has saved the follow-up since it was seen."""
	if note.status == NoteStatus.OPEN and version_of(note) == entry.seen:
		return
	if note.status == NoteStatus.OPEN:
		sentence = _("This follow-up was changed since you saw it.")
	else:
		sentence = _("This follow-up is {0} already.").format(_(note.status))
	frappe.throw(sentence, FollowUpChangedError(sentence, theirs=as_it_is(note)))


def as_it_is(note: Document) -> dict:
	"""Return the follow-up as the reader may be shown it, moments as UTC and people by their names."""
	row = {fieldname: note.get(fieldname) for fieldname in SHOWN}
	empty_hidden(NOTE, [row])
	for moment in ("scheduled_on", "completed_on"):
		row[moment] = utc(row[moment])
	for person in ("assigned_to", "completed_by"):
		row[person] = get_fullname(row[person]) if row[person] else None
	return row


def log(about: Document, entry: Entry, happened_on: datetime) -> Document:
	"""Write down what happened, as a note that is done: a call, where it has the outcome of one."""
	note = note_about(about)
	note.update(
		{
			"action": Action.CALL if entry.outcome else Action.NOTE,
			"call_outcome": entry.outcome,
			"content": entry.text,
			"status": NoteStatus.DONE,
			"completed_on": happened_on,
		}
	)
	return note.insert()


def plan_next(about: Document, entry: Entry) -> Document | None:
	"""Plan the next step, for whoever looks after the record: where its moment has passed until now, it is overdue."""
	step = entry.next_step
	if not step:
		return None
	if step.scheduled_on <= entry.made_on:
		frappe.throw(_("Choose a moment that is ahead."), PeriodError)
	planned = {
		"action": step.action,
		"scheduled_on": on_site(step.scheduled_on).replace(microsecond=0),
		"content": step.content,
	}
	return plan(about, planned, holder_of(about))
