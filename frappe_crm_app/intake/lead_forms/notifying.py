"""Tells the owner of a lead: in the desk, and by mail where the form asks for it."""

from typing import TYPE_CHECKING

from frappe import _
from frappe.utils import escape_html, get_url_to_form

from frappe_crm_app.intake.lead_forms.round_robin import is_enabled
from frappe_crm_app.kit.telling import mail, notify

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm
	from frappe_crm_app.intake.lead_forms.leads import Lead


def tell_owner(form: "CRMLeadForm", lead: "Lead") -> None:
	"""Notify the contact's owner, if there is one who can sign in."""
	if not is_enabled(lead.owner):
		return
	notify(lead.owner, sentence_about(form, lead), "CRM Contact", lead.contact)
	if form.mail_owner:
		mail_about(form, lead)


def sentence_about(form: "CRMLeadForm", lead: "Lead") -> str:
	"""Return what happened, as HTML."""
	sentence = _("{0} sent the form {1} again") if not lead.is_new else _("New lead: {0} sent the form {1}")
	return sentence.format(
		f"<strong>{escape_html(lead.full_name)}</strong>", f"<strong>{escape_html(form.form_title)}</strong>"
	)


def mail_about(form: "CRMLeadForm", lead: "Lead") -> None:
	"""Mail the owner."""
	facts = {
		"name": lead.full_name,
		"form": form.form_title,
		"is_new": lead.is_new,
		"link": get_url_to_form("CRM Contact", lead.contact),
	}
	subject = _("New lead: {0}") if lead.is_new else _("A contact has written again: {0}")
	mail(lead.owner, subject.format(lead.full_name), "lead_received", facts, "CRM Contact", lead.contact)
