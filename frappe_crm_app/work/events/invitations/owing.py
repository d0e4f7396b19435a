"""What is owed to whom: an invitation, each change that matters, that there is a seat, that it is cancelled. Rows, in the transaction of the save."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import SEATED, EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_event_mail.options import EventMailKind, EventMailStatus
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.work.events.answering import is_over
from frappe_crm_app.work.events.attendees import ATTENDEE
from frappe_crm_app.work.events.invitations.tasks import OUTBOX
from frappe_crm_app.work.events.rules import TOLD

MAIL = "CRM Event Mail"
INVITED = "event.invited"


def invite(event: Document) -> int:
	"""Owe everybody who was not invited yet an invitation; return how many these are. The event is one that is locked."""
	rows = [row for row in event.attendees if not row.invited_version and not is_host(event, row)]
	owe(event, rows, EventMailKind.INVITATION)
	if rows:
		emit(INVITED, event, None, {"number": len(rows)})
	return len(rows)


def is_host(event: Document, row: Document) -> bool:
	"""Return whether an attendee is whoever invites."""
	return bool(row.user) and row.user == event.event_owner


def owe_what_changed(event: Document) -> None:
	"""Owe those who were invited what they are to hear of a save (`on_update`); a new event has invited nobody."""
	before = event.get_doc_before_save()
	if not before or (is_over(before) and is_over(event)):
		return
	was_cancelled = before.status == EventStatus.CANCELLED
	if not was_cancelled:
		there = {person_in(row) for row in event.attendees}
		owe(
			event,
			[row for row in before.attendees if person_in(row) not in there],
			EventMailKind.CANCELLATION,
		)
	if event.status == EventStatus.CANCELLED:
		if not was_cancelled:
			owe(event, event.attendees, EventMailKind.CANCELLATION)
		return
	if any(is_changed(event, fieldname) for fieldname in TOLD):
		owe(event, event.attendees, EventMailKind.CHANGE)
	owe(event, those_with_a_seat_now(event, before), EventMailKind.SEAT)


def person_in(row: Document) -> tuple[str, str | None]:
	"""Return who stands in a row: another one may take their place there."""
	return row.name, row.contact or row.user


def those_with_a_seat_now(event: Document, before: Document) -> list[Document]:
	"""Return the attendees who waited for a seat and have one now."""
	waited = {row.name for row in before.attendees if row.is_waiting}
	return [
		row for row in event.attendees if row.name in waited and row.status in SEATED and not row.is_waiting
	]


def owe(event: Document, rows: Iterable[Document], kind: EventMailKind) -> None:
	"""Owe these attendees a mail of this kind; but for an invitation and a seat, those alone who were invited."""
	is_first = kind in (EventMailKind.INVITATION, EventMailKind.SEAT)
	rows = [row for row in rows if is_first or row.invited_version]
	for row in rows:
		mail = frappe.new_doc(MAIL)
		mail.update(
			{
				"event": event.name,
				"kind": kind,
				"contact": row.contact,
				"user": row.user,
				"attendee": row.name,
				"sequence": event.sequence,
				"status": EventMailStatus.OWED,
				"next_attempt_on": now_datetime(),
			}
		)
		mail.insert(ignore_permissions=True)
		if kind != EventMailKind.CANCELLATION:
			row.invited_version = event.sequence + 1
			frappe.db.set_value(
				ATTENDEE, row.name, "invited_version", row.invited_version, update_modified=False
			)
	if rows:
		frappe.clear_document_cache(event.doctype, event.name)
		OUTBOX.enqueue()
