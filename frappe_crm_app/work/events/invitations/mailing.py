"""An owed mail about an event is put into Frappe's Email Queue, in the transaction that marks its row (`kit/outbox/by_lock.py`): once."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import ANSWERS, SEATED, EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_event_mail.options import EventMailKind, EventMailStatus
from frappe_crm_app.kit.outbox.outcomes import GiveUp
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.answering import is_over
from frappe_crm_app.work.events.ics import Person, calendar_of
from frappe_crm_app.work.events.invitations.alternative import with_calendar
from frappe_crm_app.work.events.invitations.facts import entry_of, organizer_of, person_of, when
from frappe_crm_app.work.events.invitations.links import link_for

MAIL = "CRM Event Mail"


def deliver(row: Document) -> dict:
	"""Queue one owed mail and return what is to be stored of it; raises `GiveUp` where it would bring nothing any more."""
	event = locked_event(row.event)
	if not event:
		raise GiveUp(_("the event was deleted"))
	attendee = next((each for each in event.attendees if each.name == row.attendee), None)
	refuse_what_is_old(row, event, attendee)
	to = person_of(
		row.contact, row.user, attendee.status if attendee else "", attendee.role if attendee else ""
	)
	if not to:
		raise GiveUp(_("there is no address to write to"))
	queued = send(row, event, attendee, to)
	if not queued:
		raise GiveUp(_("{0} has unsubscribed from mail").format(to.email))
	return {"status": EventMailStatus.QUEUED, "email_queue": queued.name, "attempts": row.attempts + 1}


def refuse_what_is_old(row: Document, event: Document, attendee: Document | None) -> None:
	"""Raise `GiveUp` where a later mail says it all, and where there is nothing to come to any more."""
	if is_over(event):
		raise GiveUp(_("the event is over"))
	if row.kind == EventMailKind.CANCELLATION:
		return
	if not attendee or event.status == EventStatus.CANCELLED:
		raise GiveUp(_("it was cancelled since"))
	if row.kind == EventMailKind.SEAT and (attendee.is_waiting or attendee.status not in SEATED):
		raise GiveUp(_("the seat was given up since"))
	filters = {"event": event.name, "attendee": row.attendee, "sequence": (">", row.sequence)}
	if frappe.db.exists(MAIL, filters):
		raise GiveUp(_("a later mail says what changed since"))


def send(row: Document, event: Document, attendee: Document | None, to: Person) -> Document | None:
	"""Put the mail into the Email Queue, with its calendar; return its row there."""
	method = "CANCEL" if row.kind == EventMailKind.CANCELLATION else "REQUEST"
	organizer = organizer_of(event)
	queued = frappe.sendmail(
		recipients=[to.email],
		subject=subject_of(row, event),
		template="event_invitation",
		args=facts_of(row, event, attendee, organizer),
		reply_to=organizer.email if organizer else None,
		reference_doctype=EVENT,
		reference_name=event.name,
		add_unsubscribe_link=0,
	)
	if queued and organizer:  # without an organizer, RFC 5546 knows no invitation
		calendar = calendar_of([sent_entry(event, method, organizer, to)], method)
		queued.db_set("message", with_calendar(queued.message, calendar, method), update_modified=False)
	return queued


def sent_entry(event: Document, method: str, organizer: Person, to: Person) -> object:
	"""Return the event as it is sent to one person, of whom alone it tells: the others are nobody's business."""
	entry = entry_of(event, organizer, (to,))
	if method != "CANCEL":
		return entry
	fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__}
	return type(entry)(**{**fields, "is_cancelled": True})


def subject_of(row: Document, event: Document) -> str:
	"""Return the subject of a mail."""
	said = {
		EventMailKind.INVITATION: _("Invitation: {0}, {1}"),
		EventMailKind.CHANGE: _("Changed: {0}, {1}"),
		EventMailKind.CANCELLATION: _("Cancelled: {0}, {1}"),
		EventMailKind.SEAT: _("You have a seat: {0}, {1}"),
	}
	return said[row.kind].format(event.title, when(event))


def facts_of(row: Document, event: Document, attendee: Document | None, organizer: Person | None) -> dict:
	"""Return what the template of the mail may use; all is text."""
	is_cancelled = row.kind == EventMailKind.CANCELLATION
	return {
		"kind": row.kind,
		"title": event.title,
		"when": when(event),
		"place": event.place,
		"meeting_link": event.meeting_link,
		"description": event.description,
		"organizer": organizer.name if organizer else "",
		"waits": bool(attendee and attendee.is_waiting),
		"answers": []
		if is_cancelled
		else [{"label": _(each), "link": link_for(event.name, attendee, each)} for each in ANSWERS],
		"link": "" if is_cancelled else link_for(event.name, attendee),
	}
