"""Double opt-in: a mail with a signed link that expires; nothing becomes a lead before somebody followed it."""

import time
from datetime import timedelta
from functools import partial
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
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.exceptions import LeadFormError

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

PAGE = "confirm-lead"
DAY = 86_400
MOST_MAILS = 3  # to one address for one form within a day: a stranger may have entered it
MOST_AT_ONCE = 200  # of those that wait for a mail


def ask_to_confirm(form: "CRMLeadForm", submission: Document) -> None:
	"""Queue the mail, unless enough went to this address within the day, and let the submission wait."""
	values = {"status": SubmissionStatus.AWAITING_CONFIRMATION, "reason": None}
	if not was_asked_enough(submission):
		send(form, submission)
		values["confirmation_sent_on"] = now_datetime()
	submission.db_set(values, notify=True)


def was_asked_enough(submission: Document) -> bool:
	"""Return whether as many mails about this form went to this address within a day as may."""
	asked = {
		"form": submission.form,
		"email": submission.email,
		"confirmation_sent_on": (">", now_datetime() - timedelta(days=1)),
	}
	return frappe.db.count(SUBMISSION, asked) >= MOST_MAILS


def ask_those_left_out() -> None:
	"""Queue the mails of submissions that wait without one, as far as their addresses may get more by now (hourly)."""
	row = frappe.qb.DocType(SUBMISSION)
	is_waiting = row.status == SubmissionStatus.AWAITING_CONFIRMATION
	query = frappe.qb.from_(row).select(row.name).where(is_waiting & row.confirmation_sent_on.isnull())
	for name in query.orderby(row.received_on).orderby(row.name).limit(MOST_AT_ONCE).run(pluck=True):
		committed(partial(ask_again, name))


def ask_again(name: str) -> None:
	"""Queue the mail of one submission that waits, under its lock."""
	submission = frappe.get_doc(SUBMISSION, name, for_update=True)
	is_waiting = submission.status == SubmissionStatus.AWAITING_CONFIRMATION
	if is_waiting and not submission.confirmation_sent_on and not was_asked_enough(submission):
		form = frappe.get_cached_doc("CRM Lead Form", submission.form)
		ask_to_confirm(form, submission)


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
	"""Let the submission go on that waited for this link, and no other: somebody else may have entered the same address.

	Following a link twice does no harm. Raises `LeadFormError` for one that was not sent by this site or has expired.
	"""
	submission = submission_of(key)
	if submission.status != SubmissionStatus.AWAITING_CONFIRMATION:
		return
	confirmed = {"status": SubmissionStatus.RECEIVED, "confirmed_on": now_datetime()}
	frappe.db.set_value(SUBMISSION, submission.name, confirmed)
	was = {"form": submission.form, "status": SubmissionStatus.AWAITING_CONFIRMATION}
	has_become = {**was, "status": SubmissionStatus.RECEIVED}
	emit_many(CONFIRMED, SUBMISSION, [Change(submission.name, was, has_become)])
	OUTBOX.enqueue()


def submission_of(key: object) -> frappe._dict:
	"""Return `name`, `form` and `status` of the submission that a link is about."""
	try:
		token = read_token(key_for(Purpose.CONFIRMATION), key, time.time(), DAY * 366)
	except (ForgedTokenError, ExpiredTokenError):
		token = None
	facts = ["name", "form", "status"]
	submission = token and frappe.db.get_value(SUBMISSION, token.subject, facts, as_dict=True)
	days = submission and frappe.db.get_value("CRM Lead Form", submission.form, "confirm_within_days")
	if not submission or token.age > (days or 0) * DAY:
		frappe.throw(_("This link is not valid any more. Please send the form again."), LeadFormError)
	return submission
