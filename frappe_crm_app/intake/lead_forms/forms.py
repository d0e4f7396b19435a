"""Which form is meant, whether it takes submissions, and which questions it has."""

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus
from frappe_crm_app.intake.lead_forms.answers import Question
from frappe_crm_app.kit.exceptions import LeadFormNotFoundError
from frappe_crm_app.visibility.roles import CRMRole

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

SUBMISSION = "CRM Lead Submission"
NAME = re.compile(r"[A-Za-z0-9_-]{1,140}", re.ASCII)
# The questions that come with the app. All others are custom fields, so no field that a job fills can be asked for.
CORE = ("first_name", "last_name", "email", "phone", "company_name", "message", "consent")
ASKED_TYPES = (
	*("Data", "Small Text", "Text", "Long Text", "Select", "Check", "Phone", "Autocomplete"),
	*("Int", "Float", "Currency", "Percent", "Date", "Datetime", "Time", "Rating"),
)
REVIEWERS = (CRMRole.ADMIN, CRMRole.MANAGER)


def open_form(name: object) -> "CRMLeadForm":
	"""Return the form that takes submissions from this user; a draft takes a reviewer's, of which nothing comes.

	Raises `LeadFormNotFoundError`.
	"""
	form = find_form(name)
	if not form or not (is_published(form) or is_preview(form)):
		frappe.throw(_("This form does not exist, or is closed."), LeadFormNotFoundError)
	return form


def find_form(name: object) -> "CRMLeadForm | None":
	"""Return the CRM Lead Form of this name from the cache."""
	if not isinstance(name, str) or not NAME.fullmatch(name):
		return None
	try:
		return frappe.get_cached_doc("CRM Lead Form", name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None


def form_of_page(web_form: str) -> str | None:
	"""Return the name of the CRM Lead Form that a Web Form belongs to."""
	return frappe.db.get_value("CRM Lead Form", {"web_form": web_form})


def is_published(form: "CRMLeadForm") -> bool:
	"""Return whether strangers may send the form: both it and its page are published."""
	if form.status != FormStatus.PUBLISHED:
		return False
	return not form.web_form or bool(page_of(form).published)


def is_preview(form: "CRMLeadForm") -> bool:
	"""Return whether this is a draft before the eyes of somebody who may see it."""
	return form.status == FormStatus.DRAFT and is_reviewer()


def is_reviewer() -> bool:
	"""Return whether the session's user reviews submissions."""
	return frappe.session.user == "Administrator" or not set(REVIEWERS).isdisjoint(frappe.get_roles())


def page_of(form: "CRMLeadForm") -> "frappe.model.document.Document":
	"""Return the form's Web Form from the cache."""
	return frappe.get_cached_doc("Web Form", form.web_form)


def questions_of(form: "CRMLeadForm") -> dict[str, Question]:
	"""Return the form's questions by fieldname: those of its page, else all that CRM Lead Submission has."""
	fields = {field.fieldname: field for field in frappe.get_meta(SUBMISSION).fields if is_askable(field)}
	asked = page_of(form).web_form_fields if form.web_form else fields.values()
	questions = {field.fieldname: question_from(field, form) for field in asked if field.fieldname in fields}
	if not form.consent_text:
		questions.pop("consent", None)
	return questions


def is_askable(field: object) -> bool:
	"""Return whether a field of CRM Lead Submission is a question."""
	is_ours = field.fieldname in CORE or field.get("is_custom_field")
	return bool(is_ours) and field.fieldtype in ASKED_TYPES


def question_from(field: object, form: "CRMLeadForm") -> Question:
	"""Return the question that a field of the page or the DocType asks."""
	is_consent = field.fieldname == "consent"
	is_required = form.consent_required if is_consent else field.reqd
	choices = tuple((field.options or "").split("\n")) if field.fieldtype == "Select" else ()
	return Question(
		field.fieldname,
		field.label or field.fieldname,
		field.fieldtype,
		bool(is_required),
		choices,
	)
