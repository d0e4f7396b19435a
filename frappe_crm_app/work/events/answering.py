"""Somebody says whether they come, on whatever way: the event is saved by its own rules, under its lock."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import ANSWERS, Answer, AnsweredBy, EventStatus
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.exceptions import RoomError
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.guarded import CONTACT, EVENT

NOTED = (Answer.ATTENDED, Answer.NO_SHOW)
"""What our people noted, and nobody answers away."""
ANSWERED, ATTENDED = "event.answered", "event.attended"


def answer(event: Document, attendee: str, said: str, by: AnsweredBy) -> Document:
	"""Note what one attendee, by the name of their row, said to a locked event; return their row.

	Raises `RoomError` where nothing can be answered any more, of somebody of whom it was noted whether they came as well, `frappe.ValidationError` for what is no answer. The same answer again changes nothing.
	"""
	refuse_nothing_to_answer(event)
	row = next((row for row in event.attendees if row.name == attendee), None)
	if row is None or said not in ANSWERS:
		frappe.throw(_("Please answer with Yes, No or Maybe."))
	if row.status == said:
		return row
	if row.status in NOTED:
		refuse_over()
	before, row.status = row.status, said
	event.flags.answered_by = by
	event.save(ignore_permissions=True)
	row = next(row for row in event.attendees if row.name == attendee)
	emit(ANSWERED, event, {"answer": before}, {"answer": said, "contact": row.contact, "user": row.user})
	tell_owner(event, row)
	return row


def refuse_nothing_to_answer(event: Document) -> None:
	"""Raise `RoomError` for an event that is cancelled or over."""
	if event.status == EventStatus.CANCELLED:
		frappe.throw(_("This event was cancelled."), RoomError)
	if is_over(event):
		refuse_over()


def refuse_over() -> NoReturn:
	frappe.throw(_("This event is over."), RoomError)


def is_over(event: Document) -> bool:
	"""Return whether an event, a series with its last day, is over."""
	return bool(event.series_ends_on) and get_datetime(event.series_ends_on) < now_datetime()


def tell_who_came(event: Document) -> None:
	"""Say that it was noted of some attendees that they came (`on_update`)."""
	before = event.get_doc_before_save()
	came = {row.name for row in before.attendees if row.status == Answer.ATTENDED} if before else set()
	number = sum(row.status == Answer.ATTENDED and row.name not in came for row in event.attendees)
	if number:
		emit(ATTENDED, event, None, {"number": number})


def tell_owner(event: Document, row: Document) -> None:
	"""Leave the owner a notification of what somebody else said."""
	owner = event.event_owner
	if not owner or owner in (row.user, "Administrator", "Guest"):
		return
	sentence = _("{0} waits for a seat: {1}") if row.is_waiting else _("{0} answered “{2}”: {1}")
	who = escape_html(name_of(row))
	subject = sentence.format(who, f"<b>{escape_html(event.title)}</b>", _(row.status))
	notify(owner, subject, EVENT, event.name, by=row.user or owner)


def name_of(row: Document) -> str:
	"""Return what an attendee is called."""
	if row.contact:
		return frappe.db.get_value(CONTACT, row.contact, "full_name") or _("A contact")
	return frappe.db.get_value("User", row.user, "full_name") or row.user
