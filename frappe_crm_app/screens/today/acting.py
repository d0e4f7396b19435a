"""What is done about a row: each a save like any other, with the same refusals as from form, list or REST."""

from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.dates import read_moment
from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.timezones import in_zone
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import PartKey
from frappe_crm_app.visibility.guarded import CONTACT, DEAL, NOTE
from frappe_crm_app.visibility.guards import HOLDER_FIELD, can_hold

ACTED_ON = (NOTE, DEAL, CONTACT)
STEP_FIELDS = ("action", "scheduled_on", "content", "mentioned")
SUBJECT_LENGTH = 140
ISO_FORMAT = "yyyy-mm-dd"


def finish(
	doctype: str,
	name: str,
	happened: str | None,
	action: str | None,
	next_step: str | dict | None,
	mentioned: str | list | None = None,
) -> dict:
	"""Mark as done, and plan what comes next; see `api.finish`."""
	step = read_step(next_step)
	record = load(doctype, name)
	note = record if doctype == NOTE else note_about(record)
	note.mentioned = read_json(mentioned or [])  # who of them is told, the save decides
	done = mark_done(note, happened) if doctype == NOTE else log_done(note, happened, action)
	planned = plan(done, step, holder_of(record)) if step else None
	return {"note": done.name, "next_step": planned and planned.name}


def snooze(doctype: str, name: str, until: str, part: str | None) -> None:
	"""Put off; see `api.snooze`."""
	moment = read_ahead(until)
	record = load(doctype, name)
	if doctype == NOTE:
		return put_off(record, moment)
	if doctype == DEAL and part == PartKey.PAST_CLOSE_DATE:
		record.expected_close_date = in_zone(moment, day_of(frappe.session.user).zone).date()
		record.save()
		return
	title = record.get(record.meta.get_title_field())
	step = {
		"action": Action.TASK,
		"scheduled_on": moment,
		"subject": _("Look after {0}").format(title)[:SUBJECT_LENGTH],
	}
	plan(record, step, holder_of(record))


@refused_on_conflict()
def load(doctype: str, name: str) -> Document:
	"""Return the record, locked; raises `frappe.PermissionError` for whom it is not, and where it is not there."""
	if doctype not in ACTED_ON:
		frappe.throw(_("Only follow-ups, deals and contacts are looked after here."))
	frappe.has_permission(doctype, "read", throw=True)
	if not frappe.db.exists(doctype, name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	record = frappe.get_doc(doctype, name, for_update=True)
	record.check_permission("write" if doctype == NOTE else "read")
	return record


def mark_done(note: Document, happened: str | None) -> Document:
	"""Complete an open note; what happened follows its text."""
	refuse_closed(note)
	note.status = NoteStatus.DONE
	if happened:
		note.content = "\n\n".join(filter(None, (note.content, happened)))
	return note.save()


def log_done(note: Document, happened: str | None, action: str | None) -> Document:
	"""Write down what was done, as a new note on a deal or a contact."""
	if not happened:
		frappe.throw(_("Say in a few words what happened."))
	note.update({"action": action or Action.NOTE, "content": happened, "status": NoteStatus.DONE})
	return note.insert()


def put_off(note: Document, moment: datetime) -> None:
	"""Move an open note, its end with it; whoever was reminded of it is reminded anew then (`reminders/due.py`)."""
	refuse_closed(note)
	if note.ends_on and note.scheduled_on:
		note.ends_on = moment + (get_datetime(note.ends_on) - get_datetime(note.scheduled_on))
	note.scheduled_on = moment
	note.save()


def plan(about: Document, step: dict, holder: str | None) -> Document:
	"""Plan a next step about a record, or about what a note was about, for whoever looks after it."""
	note = note_about(about)
	note.update({**step, "status": NoteStatus.OPEN})
	if holder:
		note.assigned_to = holder
	return note.insert()


def note_about(record: Document) -> Document:
	"""Return a new note on a record; on a note, about the same as that."""
	if record.doctype == NOTE:
		about = (record.reference_doctype, record.reference_name)
	else:
		about = (record.doctype, record.name)
	note = frappe.new_doc(NOTE)
	note.update({"reference_doctype": about[0], "reference_name": about[1]})
	if record.doctype == NOTE:
		note.is_private = record.is_private
	return note


def holder_of(record: Document) -> str | None:
	"""Return who looks after a record, nobody where that is nobody who still can."""
	holder = record.get(HOLDER_FIELD[record.doctype])
	return holder if holder and can_hold(holder) else None


def refuse_closed(note: Document) -> None:
	"""Refuse a note that somebody else was quicker with."""
	if note.status != NoteStatus.OPEN:
		frappe.throw(_("This follow-up is {0} already.").format(_(note.status)))


def read_step(given: str | dict | None) -> dict | None:
	"""Return what is to be planned, nothing where nothing is; raises `frappe.ValidationError` for what is no step."""
	step = read_json(given or {})
	if not isinstance(step, dict) or set(step) - set(STEP_FIELDS):
		frappe.throw(_("What comes next has an action, a moment and a text."))
	if not step:
		return None
	if not step.get("scheduled_on") or not isinstance(step.get("content") or "", str):
		frappe.throw(_("Say when the next step is."))
	action = step.get("action") or Action.TASK
	if action not in list(Action):
		frappe.throw(_("There is no such action."))
	return {**step, "action": action, "scheduled_on": read_ahead(step["scheduled_on"])}


def read_ahead(text: object) -> datetime:
	"""Return a moment that is ahead; raises `PeriodError` for one that has passed, `frappe.ValidationError` for what is none."""
	try:
		moment = read_moment(text if isinstance(text, str) else "", ISO_FORMAT)
	except ValueError:
		moment = None
	if not moment or moment.tzinfo:
		frappe.throw(_("This is no date with a time."))
	if moment <= now_datetime():
		frappe.throw(_("Choose a moment that is ahead."), PeriodError)
	return moment
