"""What both doors, the endpoint and the Web Form, do with a submission."""

from functools import partial
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, validate_email_address

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus
from frappe_crm_app.intake.lead_forms import limits
from frappe_crm_app.intake.lead_forms.answers import (
	LARGEST,
	Answers,
	Question,
	Refusal,
	RefusedAnswers,
	read_answers,
)
from frappe_crm_app.intake.lead_forms.forms import open_form, questions_of
from frappe_crm_app.intake.lead_forms.origins import is_web_address
from frappe_crm_app.intake.lead_forms.storing import store
from frappe_crm_app.intake.lead_forms.suspicion import judge, read_form_token
from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.exceptions import RefusedAnswersError, TooManySubmissionsError
from frappe_crm_app.records.identity.normalise import normalise_email

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm


def receive(form_name: object, raw_answers: object, token: object) -> dict:
	"""Store what was sent and return the answer, which is the same whatever comes of it: `{message, redirect_to}`.

	Raises `LeadFormNotFoundError`, `RefusedAnswersError` or `TooManySubmissionsError`. A draft stores nothing.
	"""
	form = open_form(form_name)
	answers = read(raw_answers, form)
	if form.status != FormStatus.DRAFT:
		ip_hash = limits.hash_of_address()
		page = read_form_token(form, token)
		rate = limits.count(form, ip_hash, page.nonce)
		refuse_flood(form, rate)
		repeated(partial(store, form, answers, judge(form, answers, page, rate), ip_hash))
	return {"message": _(form.success_message or "Thank you."), "redirect_to": address_to_go_to(form)}


def address_to_go_to(form: "CRMLeadForm") -> str | None:
	"""Return where the browser goes on to, `None` for nowhere; what was stored before it was checked as now is nowhere."""
	address = form.redirect_to or ""
	return address if is_web_address(address) else None


def read(raw_answers: object, form: "CRMLeadForm") -> Answers:
	"""Return the answers; raises `RefusedAnswersError` with its sentence."""
	questions = questions_of(form)
	try:
		answers = read_answers(raw_answers, questions)
		refuse_unusable_email(answers, questions)
		return answers
	except RefusedAnswers as refused:
		frappe.throw(sentence_of(refused), RefusedAnswersError)


def refuse_unusable_email(answers: Answers, questions: dict[str, Question]) -> None:
	"""Raise `RefusedAnswers` for an address that no contact could have, as Frappe sees it."""
	email = normalise_email(answers.get("email"))
	if email and not validate_email_address(email):
		raise RefusedAnswers(Refusal.NO_EMAIL, questions["email"].label)


def sentence_of(refused: RefusedAnswers) -> str:
	"""Return why the answers are refused, in words that the sender understands."""
	label = escape_html(_(refused.label)) if refused.label else ""
	return {
		Refusal.NO_ANSWERS: lambda: _("The answers could not be read."),
		Refusal.TOO_LARGE: lambda: _("The answers are longer than {0} characters.").format(LARGEST),
		Refusal.UNKNOWN: lambda: _("The form does not ask for one of the answers."),
		Refusal.NO_TEXT: lambda: _("“{0}” must be a text.").format(label),
		Refusal.UNSTORABLE: lambda: _("“{0}” holds characters that cannot be stored.").format(label),
		Refusal.TOO_LONG: lambda: _("“{0}” is too long.").format(label),
		Refusal.NO_CHOICE: lambda: _("Choose one of the options for “{0}”.").format(label),
		Refusal.MISSING: lambda: _("Please fill in “{0}”.").format(label),
		Refusal.NO_EMAIL: lambda: _("“{0}” is not an email address.").format(label),
	}[refused.refusal]()


def refuse_flood(form: "CRMLeadForm", rate: limits.Rate) -> None:
	"""Raise `TooManySubmissionsError` where even quarantine would overflow."""
	if limits.is_flood(form, rate):
		frappe.throw(_("Too many submissions at once. Please try again in an hour."), TooManySubmissionsError)
