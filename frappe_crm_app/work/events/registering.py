"""Whoever sends a lead form is registered for the events that it names (hook `crm_submission_processed`)."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import SEATED, Answer, AnsweredBy, EventStatus
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.answering import answer
from frappe_crm_app.work.events.attendees import MOST
from frappe_crm_app.work.events.invitations.owing import invite
from frappe_crm_app.work.events.links import FORM, events_of
from frappe_crm_app.work.logins import logins_of


def register_sender(submission: Document, contact: str) -> None:
	"""Register the contact for each event of the form that is to come; where no seat is left, they wait."""
	for name in upcoming(submission.form) if submission.form else ():
		event = locked_event(name)
		if event:
			register(event, contact)


def register(event: Document, contact: str) -> None:
	"""Note that a contact comes; who was invited, or had said something else, says so by the form.

	An event that takes no more rows is left alone: the form made a lead, which is not to be lost over it.
	"""
	login = logins_of([contact]).get(contact)
	row = next(
		(row for row in event.attendees if row.contact == contact or (login and row.user == login)), None
	)
	if row is None and len(event.attendees) < MOST:
		event.append("attendees", {"contact": contact, "status": Answer.YES})
		event.flags.answered_by = AnsweredBy.FORM
		event.save(ignore_permissions=True)
		invite(event)
	elif row and row.status not in SEATED:
		answer(event, row.name, Answer.YES, AnsweredBy.FORM)


def upcoming(form: str) -> list[str]:
	"""Return the events of a form that are not over, in the order in which all who register lock them."""
	event = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(event).select(event.name).where(event.name.isin(events_of(FORM, form)))
	is_open = (event.status == EventStatus.PLANNED) & (
		event.series_ends_on.isnull() | (event.series_ends_on > now_datetime())
	)
	return query.where(is_open).orderby(event.name).run(pluck=True)
