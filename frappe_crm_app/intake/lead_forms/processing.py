"""Turns one stored submission into a lead, in one transaction that ends with the row marked Processed.

A worker that dies before the commit leaves the row Received and nothing else; one that dies after it leaves all done. A second
worker waits for the row's lock and finds nothing owed.
"""

import json
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.confirmation import ask_to_confirm
from frappe_crm_app.intake.lead_forms.forms import SUBMISSION
from frappe_crm_app.intake.lead_forms.leads import OvertakenError, make_lead
from frappe_crm_app.intake.lead_forms.note import write_note
from frappe_crm_app.intake.lead_forms.notifying import tell_owner
from frappe_crm_app.kit.conflicts import is_conflict, repeated

LONGEST_REASON = 1000


def process(name: str) -> None:
	"""Process a submission that is owed; where that fails, the row is Failed with the reason."""
	try:
		repeated(partial(work_off, name), is_worth_repeating)
	except Exception as error:
		frappe.db.rollback()
		frappe.clear_messages()
		repeated(partial(fail, name, error))


def is_worth_repeating(error: Exception) -> bool:
	"""Return whether another transaction was in the way, or made the same contact meanwhile."""
	return isinstance(error, OvertakenError) or is_conflict(error)


def work_off(name: str) -> None:
	"""Do what the submission is owed, and mark it."""
	submission = lock_owed(name)
	if not submission:
		return
	form = frappe.get_cached_doc("CRM Lead Form", submission.form)
	if form.double_opt_in and not submission.confirmed_on:
		ask_to_confirm(form, submission)
		return
	answers = json.loads(submission.answers)
	lead = make_lead(form, submission, answers)
	write_note(form, submission, answers, lead)
	tell_owner(form, lead)
	mark(submission, {"status": SubmissionStatus.PROCESSED, "contact": lead.contact, "reason": None})


def lock_owed(name: str) -> Document | None:
	"""Return the row, locked until the transaction ends, or `None` where nothing is owed any more."""
	status = frappe.db.get_value(SUBMISSION, name, "status", for_update=True)
	return frappe.get_doc(SUBMISSION, name) if status == SubmissionStatus.RECEIVED else None


def mark(submission: Document, values: dict) -> None:
	"""Write what became of the submission."""
	submission.db_set(
		{"attempts": submission.attempts + 1, "processed_on": now_datetime(), **values}, notify=True
	)


def fail(name: str, error: Exception) -> None:
	"""Mark the submission Failed with the reason, if it is still owed. Nothing of the attempt is left."""
	frappe.log_error(title="CRM Lead Submission", reference_doctype=SUBMISSION, reference_name=name)
	submission = lock_owed(name)
	if submission:
		reason = strip_html(str(error)) or type(error).__name__
		mark(submission, {"status": SubmissionStatus.FAILED, "reason": reason[:LONGEST_REASON]})
