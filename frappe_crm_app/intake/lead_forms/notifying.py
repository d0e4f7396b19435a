"""Tells the owner of a lead: in the desk, and by mail where the form asks for it."""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, get_url_to_form

from frappe_crm_app.intake.lead_forms.turns import is_enabled

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm
	from frappe_crm_app.intake.lead_forms.leads import Lead


def tell_owner(form: "CRMLeadForm", lead: "Lead") -> None:
	"""Notify the contact's owner, if there is one who can sign in."""
	if not is_enabled(lead.owner):
		return
	sentence = sentence_about(form, lead)
	notify(lead, sentence)
	if form.mail_owner:
		mail(form, lead)


def sentence_about(form: "CRMLeadForm", lead: "Lead") -> str:
	"""Return what happened, as HTML."""
	sentence = _("{0} sent the form {1} again") if not lead.is_new else _("New lead: {0} sent the form {1}")
	return sentence.format(
		f"<strong>{escape_html(lead.full_name)}</strong>", f"<strong>{escape_html(form.form_title)}</strong>"
	)


def notify(lead: "Lead", sentence: str) -> None:
	"""Write the notification of the desk."""
	log = frappe.new_doc("Notification Log")
	log.update(
		{
			"type": "Alert",
			"for_user": lead.owner,
			"from_user": frappe.session.user,
			"document_type": "CRM Contact",
			"document_name": lead.contact,
			"subject": sentence,
		}
	)
	log.insert(ignore_permissions=True)


def mail(form: "CRMLeadForm", lead: "Lead") -> None:
	"""Put a mail to the owner into the Email Queue."""
	facts = {
		"name": lead.full_name,
		"form": form.form_title,
		"is_new": lead.is_new,
		"link": get_url_to_form("CRM Contact", lead.contact),
	}
	subject = _("New lead: {0}") if lead.is_new else _("A contact has written again: {0}")
	frappe.sendmail(
		recipients=[frappe.db.get_value("User", lead.owner, "email") or lead.owner],
		subject=subject.format(lead.full_name),
		template="lead_received",
		args=facts,
		reference_doctype="CRM Contact",
		reference_name=lead.contact,
		add_unsubscribe_link=0,
	)
