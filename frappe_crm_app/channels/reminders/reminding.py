"""Reminds one person of one note, once.

The note is locked, its assignee told and the note marked in one transaction. A worker that dies before the commit leaves
nothing of it, one that dies after it has done all; a second worker waits for the lock and finds the mark.
"""

import frappe
from frappe import _
from frappe.utils import escape_html, format_datetime, get_datetime, get_url_to_form, now_datetime

from frappe_crm_app.channels.reminders.preferences import Preference, wants
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.kit.telling import mail, notify
from frappe_crm_app.kit.timezones import local_time
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import empty_hidden

NOTE = "CRM Follow-up Note"
FIELDS = ("name", "status", "action", "subject", "scheduled_on", "assigned_to", "reminded_on")


def remind(name: str) -> None:
	"""Tell the assignee of a note that it is due, and mark it; nothing where it is not due any more."""
	lock_record(NOTE, name)
	note = frappe.db.get_value(NOTE, name, FIELDS, as_dict=True, for_update=True)
	if not note or not is_due(note):
		return
	table = frappe.qb.DocType(NOTE)
	frappe.qb.update(table).set(table.reminded_on, now_datetime()).where(table.name == name).run()
	frappe.clear_document_cache(NOTE, name)
	if can_be_told(note.assigned_to, name):
		tell(note)


def is_due(note: frappe._dict) -> bool:
	"""Return whether the note still waits for its reminder."""
	return bool(
		note.status == NoteStatus.OPEN
		and note.assigned_to
		and not note.reminded_on
		and note.scheduled_on
		and get_datetime(note.scheduled_on) <= now_datetime()
	)


def can_be_told(user: str, name: str) -> bool:
	"""Return whether the assignee is an enabled user who sees the note: a record may have been hidden since."""
	return bool(frappe.db.get_value("User", user, "enabled")) and policy.may(NOTE, name, user)


def tell(note: frappe._dict) -> None:
	"""Tell the assignee in the desk and, if they want, by mail."""
	user = note.assigned_to
	empty_hidden(NOTE, [note], user=user)
	what = _(note.action or "Task")
	subject = note.subject or what
	notify(
		user,
		_("{0} is due: {1}").format(what, frappe.bold(escape_html(subject))),
		NOTE,
		note.name,
	)
	if not wants(user, Preference.REMINDER_MAIL):
		return
	facts = {
		"action": what,
		"subject_of_note": subject,
		"when": note.scheduled_on and format_datetime(local_time(note.scheduled_on, user), "medium"),
		"link": get_url_to_form(NOTE, note.name),
	}
	mail(user, _("Due: {0}").format(subject), "crm_reminder", facts, NOTE, note.name)
