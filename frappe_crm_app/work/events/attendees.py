"""Who is invited to an event, what they said, and who of them waits for a seat."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import SEATED, Answer, AnsweredBy
from frappe_crm_app.work.events.seats import Coming, waiting
from frappe_crm_app.work.logins import logins_of, refuse_without_access

ATTENDEE = "CRM Event Attendee"
MOST = 1000
KEPT = ("answered_on", "answered_by", "is_waiting", "invited_version", "answer_key")


def keep_attendees(event: Document) -> None:
	"""Refuse what names nobody, or one person twice; note who answered when, and who waits for a seat."""
	if len(event.attendees) > MOST:
		frappe.throw(_("At most {0} people are invited to an event.").format(MOST))
	former = former_rows(event)
	logins = logins_of(row.contact for row in event.attendees if row.contact and not row.user)
	listed = {row.user for row in event.attendees}
	for row in event.attendees:
		before = former.get(row.name)
		row.user = row.user or login_for(row, before or event.flags.ignore_permissions, logins, listed)
		refuse_nobody(row)
		if row.user and row.user != (before.user if before else None):
			refuse_without_access(row.user)
		keep_answer(event, row, before)
	for fieldname in ("contact", "user"):
		refuse_twice([row.get(fieldname) for row in event.attendees])
	give_seats(event, former)


def former_rows(event: Document) -> dict[str, Document]:
	"""Return the attendees as they are stored, by the names of their rows."""
	before = event.get_doc_before_save()
	return {row.name: row for row in before.attendees} if before else {}


def keep_answer(event: Document, row: Document, before: Document | None) -> None:
	"""Let what is derived be as it was, and note when an answer was given; one whose person is another begins anew."""
	is_other = before and (before.contact, before.user) != (row.contact, row.user)
	kept = None if is_other and (before.contact != row.contact or not row.contact) else before
	for fieldname in KEPT:
		row.set(fieldname, kept.get(fieldname) if kept else None)
	row.answer_key = row.answer_key or frappe.generate_hash(length=12)
	if before and not kept and row.status == before.status:
		row.status = Answer.INVITED
	row.status = row.status or Answer.INVITED
	if row.status == (kept.status if kept else Answer.INVITED):
		return
	row.answered_on = now_datetime()
	row.answered_by = event.flags.answered_by or AnsweredBy.PERSON


def give_seats(event: Document, former: dict[str, Document]) -> None:
	"""Say of each who comes whether they have a seat."""
	number = {id(row): row.name or f"new {row.idx}" for row in event.attendees}
	coming = [
		coming_of(row, former.get(row.name), number[id(row)])
		for row in event.attendees
		if row.status in SEATED
	]
	wait = waiting(coming, cint(event.capacity))
	for row in event.attendees:
		row.is_waiting = int(number[id(row)] in wait)


def coming_of(row: Document, before: Document | None, key: str) -> Coming:
	"""Return since when somebody comes, and whether they had a seat."""
	came = bool(before) and before.status in SEATED
	since = get_datetime(row.answered_on) if row.answered_on else now_datetime()
	waited = came and bool(cint(before.is_waiting))
	return Coming(key, since, waited, came and not waited)


def login_for(row: Document, was_there: object, logins: dict[str, str], listed: set[str]) -> str | None:
	"""Return the login of a contact; of one who was there before, none that is listed by itself: they got it since, and nobody chose so."""
	login = logins.get(row.contact)
	return None if was_there and login in listed else login


def refuse_nobody(row: Document) -> None:
	"""Raise `frappe.ValidationError` for a row without anybody."""
	if not row.contact and not row.user:
		frappe.throw(_("Row {0} of the attendees names neither a contact nor a user.").format(row.idx))


def refuse_twice(names: list[str | None]) -> None:
	"""Raise `frappe.ValidationError` for somebody who is listed twice."""
	listed = [name for name in names if name]
	if len(listed) != len(set(listed)):
		frappe.throw(_("Each person is invited to an event once."))
