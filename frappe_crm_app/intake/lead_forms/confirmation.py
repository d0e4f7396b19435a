"""Double opt-in: a mail with a signed link that expires; nothing becomes a lead before somebody followed it."""

import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.event_kinds import CONFIRMED
from frappe_crm_app.intake.lead_forms.forms import SUBMISSION
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.intake.lead_forms.tokens import (
	ExpiredTokenError,
	ForgedTokenError,
	make_token,
	read_token,
)
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.exceptions import LeadFormError

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

PAGE = "confirm-lead"
DAY = 86_400
SHORTEST_PAUSE = timedelta(hours=1)  # between two mails to one address for one form


def ask_to_confirm(form: "CRMLeadForm", submission: Document) -> None:
	"""Queue the mail, unless one went to this address within the hour, and let the submission wait."""
	values = {"status": SubmissionStatus.AWAITING_CONFIRMATION, "reason": None}
	if not was_asked_lately(submission):
		send(form, submission)
		values["confirmation_sent_on"] = now_datetime()
	submission.db_set(values, notify=True)


def was_asked_lately(submission: Document) -> bool:
	"""Return whether a mail about this form went to this address within the hour."""
	asked = {
		"form": submission.form,
		"email": submission.email,
		"confirmation_sent_on": (">", now_datetime() - SHORTEST_PAUSE),
	}
	return bool(frappe.db.exists(SUBMISSION, asked))


def send(form: "CRMLeadForm", submission: Document) -> None:
	"""Put the mail with the link into the Email Queue. Nothing of what was sent is in it: a stranger may have sent it."""
	key = make_token(key_for(Purpose.CONFIRMATION), submission.name, time.time())
	frappe.sendmail(
		recipients=[submission.email],
		subject=_("Please confirm: {0}").format(form.form_title),
		template="confirm_lead",
		args={
			"form": form.form_title,
			"days": form.confirm_within_days,
			"link": get_url(f"/{PAGE}?key={quote(key)}"),
		},
		reference_doctype=SUBMISSION,
		reference_name=submission.name,
		add_unsubscribe_link=0,
	)


def confirm(key: object) -> None:
	"""Let what waited for this link go on, with all that the same address sent through the form.

	Following a link twice does no harm. Raises `LeadFormError` for one that was not sent by this site or has expired.
	"""
	submission = submission_of(key)
	waiting = {
		"form": submission.form,
		"email": submission.email,
		"status": SubmissionStatus.AWAITING_CONFIRMATION,
	}
	names = frappe.get_all(SUBMISSION, filters=waiting, pluck="name")
	for name in names:
		frappe.db.set_value(
			SUBMISSION, name, {"status": SubmissionStatus.RECEIVED, "confirmed_on": now_datetime()}
		)
	was = {"form": submission.form, "status": SubmissionStatus.AWAITING_CONFIRMATION}
	has_become = {**was, "status": SubmissionStatus.RECEIVED}
	emit_many(CONFIRMED, SUBMISSION, (Change(name, was, has_become) for name in names))
	OUTBOX.enqueue()


def submission_of(key: object) -> frappe._dict:
	"""Return `form` and `email` of the submission that a link is about."""
	try:
		token = read_token(key_for(Purpose.CONFIRMATION), key, time.time(), DAY * 366)
	except (ForgedTokenError, ExpiredTokenError):
		token = None
	submission = token and frappe.db.get_value(SUBMISSION, token.subject, ["form", "email"], as_dict=True)
	days = submission and frappe.db.get_value("CRM Lead Form", submission.form, "confirm_within_days")
	if not submission or token.age > (days or 0) * DAY:
		frappe.throw(_("This link is not valid any more. Please send the form again."), LeadFormError)
	return submission
