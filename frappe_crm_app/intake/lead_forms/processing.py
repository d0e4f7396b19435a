"""Turns one stored submission into a lead, in the transaction that marks its row Processed (`kit/outbox/by_lock.py`)."""

import json

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.confirmation import ask_to_confirm
from frappe_crm_app.intake.lead_forms.event_kinds import CONFIRMED, RECEIVED
from frappe_crm_app.intake.lead_forms.leads import make_lead
from frappe_crm_app.intake.lead_forms.note import write_note
from frappe_crm_app.intake.lead_forms.notifying import tell_people
from frappe_crm_app.kit.domain_events import tasks as domain_events
from frappe_crm_app.kit.domain_events.listening import called
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.telling import telling_afterwards


def process(submission: Document) -> dict | None:
	"""Do what the submission is owed, and return what is to be stored of it."""
	tell_who_waits()
	form = frappe.get_cached_doc("CRM Lead Form", submission.form)
	if form.double_opt_in and not submission.confirmed_on:
		ask_to_confirm(form, submission)
		return None
	answers = json.loads(submission.answers)
	with telling_afterwards():
		lead = make_lead(form, submission, answers)
		write_note(form, submission, answers, lead)
	tell(Point.SUBMISSION_PROCESSED, submission=submission, contact=lead.contact)
	tell_people(form, lead)
	done = {"status": SubmissionStatus.PROCESSED, "contact": lead.contact, "reason": None}
	return {**done, "attempts": submission.attempts + 1, "processed_on": now_datetime()}


def note_moment(_submission: Document, _reason: str) -> dict:
	"""Return what is stored beside the reason of a submission that has failed."""
	tell_who_waits()
	return {"processed_on": now_datetime()}


def tell_who_waits() -> None:
	"""Have what came told again, once this is committed, to who could do nothing with it before: rules wait for the contact."""
	if not {RECEIVED, CONFIRMED}.isdisjoint(called()):
		domain_events.OUTBOX.enqueue()
