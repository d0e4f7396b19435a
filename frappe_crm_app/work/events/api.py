"""The endpoints of events in the desk."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import AnsweredBy
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.work.events import moving
from frappe_crm_app.work.events.access import changed_event, refuse_hidden, seen_event
from frappe_crm_app.work.events.answering import answer, refuse_nothing_to_answer
from frappe_crm_app.work.events.invitations import owing


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def invite(event: str) -> dict:
	"""Mail everybody who was not invited yet; return `{invited: number}`. For who may change the event."""
	stored = changed_event(event)
	refuse_nothing_to_answer(stored)
	return {"invited": owing.invite(stored)}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def respond(event: str, status: str) -> dict:
	"""Note whether the session's user comes: Yes, No or Maybe; return `{status, is_waiting}`. For who is invited."""
	stored = seen_event(event)
	own = next((row for row in stored.attendees if row.user == frappe.session.user), None)
	if own is None:
		refuse_hidden()
	row = answer(stored, own.name, status, AnsweredBy.PERSON)
	return {"status": row.status, "is_waiting": bool(row.is_waiting)}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def leave_out(event: str, occurrence: str) -> dict:
	"""Let a series not take place on one of its days, a moment of its own clock; return `{excluded}`."""
	stored = changed_event(event)
	moving.leave_out(stored, moving.occurrence_at(stored, occurrence))
	return {"excluded": (stored.excluded or "").split()}
