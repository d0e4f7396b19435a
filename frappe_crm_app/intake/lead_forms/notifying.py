"""Tells whom a lead concerns: in the desk, and by mail where the form asks for it and they want such mails."""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, get_url_to_form

from frappe_crm_app.intake.lead_forms.round_robin import is_enabled
from frappe_crm_app.kit.telling import Reason, mail, notify, wants_mail
from frappe_crm_app.visibility.roles import CRMRole

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm
	from frappe_crm_app.intake.lead_forms.leads import Lead

ADMINISTRATOR = "Administrator"


def tell_people(form: "CRMLeadForm", lead: "Lead") -> None:
	"""Notify the contact's owner, if there is one who can sign in and sells, else every CRM Manager: until somebody has it."""
	for user in people_to_tell(lead):
		notify(user, sentence_about(form, lead), "CRM Contact", lead.contact)
		if form.mail_owner and wants_mail(user, Reason.ASSIGNMENT):
			mail_about(form, lead, user)


def people_to_tell(lead: "Lead") -> list[str]:
	"""Return the owner, or the managers where the lead is nobody's; Administrator, whom jobs run as, is nobody."""
	if lead.owner not in (None, "", ADMINISTRATOR) and is_enabled(lead.owner):
		return [lead.owner]
	return managers() or [user for user in (lead.owner,) if is_enabled(user)]


def managers() -> list[str]:
	"""Return the enabled users who are CRM Managers."""
	has_role, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	query = frappe.qb.from_(has_role).join(user).on(user.name == has_role.parent).select(user.name).distinct()
	query = query.where((has_role.role == CRMRole.MANAGER) & (has_role.parenttype == "User"))
	query = query.where((user.enabled == 1) & (user.name != ADMINISTRATOR)).orderby(user.name)
	return query.run(pluck=True)


def sentence_about(form: "CRMLeadForm", lead: "Lead") -> str:
	"""Return what happened, as HTML."""
	sentence = _("{0} sent the form {1} again") if not lead.is_new else _("New lead: {0} sent the form {1}")
	return sentence.format(
		f"<strong>{escape_html(lead.full_name)}</strong>", f"<strong>{escape_html(form.form_title)}</strong>"
	)


def mail_about(form: "CRMLeadForm", lead: "Lead", user: str) -> None:
	"""Mail one of them."""
	facts = {
		"name": lead.full_name,
		"form": form.form_title,
		"is_new": lead.is_new,
		"link": get_url_to_form("CRM Contact", lead.contact),
	}
	subject = _("New lead: {0}") if lead.is_new else _("A contact has written again: {0}")
	mail(user, subject.format(lead.full_name), "lead_received", facts, "CRM Contact", lead.contact)
