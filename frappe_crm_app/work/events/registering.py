"""Whoever sends a lead form is registered for the events that it names (hook `crm_submission_processed`)."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import Answer, AnsweredBy, EventStatus
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.invitations.owing import invite
from frappe_crm_app.work.events.links import FORM, events_of


def register_sender(submission: Document, contact: str) -> None:
	"""Register the contact for each event of the form that is to come; where no seat is left, they wait."""
	for name in upcoming(submission.form) if submission.form else ():
		event = locked_event(name)
		if event and not any(row.contact == contact for row in event.attendees):
			event.append("attendees", {"contact": contact, "status": Answer.YES})
			event.flags.answered_by = AnsweredBy.FORM
			event.save(ignore_permissions=True)
			invite(event)


def upcoming(form: str) -> list[str]:
	"""Return the events of a form that are not over, in the order in which all who register lock them."""
	event = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(event).select(event.name).where(event.name.isin(events_of(FORM, form)))
	is_open = (event.status == EventStatus.PLANNED) & (
		event.series_ends_on.isnull() | (event.series_ends_on > now_datetime())
	)
	return query.where(is_open).orderby(event.name).run(pluck=True)
