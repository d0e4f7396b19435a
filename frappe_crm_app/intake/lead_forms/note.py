"""The follow-up note that shows a submission on the contact's timeline."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.intake.lead_forms.answers import safe_to_show
from frappe_crm_app.intake.lead_forms.forms import SUBMISSION

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm
	from frappe_crm_app.intake.lead_forms.leads import Lead

OWN_LINES = ("message", "consent")  # said in other words


def write_note(form: "CRMLeadForm", submission: Document, answers: Mapping[str, str], lead: "Lead") -> None:
	"""Insert the note with all answers."""
	note = frappe.new_doc("CRM Follow-up Note")
	note.update(
		{
			"reference_doctype": "CRM Contact",
			"reference_name": lead.contact,
			"action": Action.NOTE,
			"status": NoteStatus.DONE,
			"subject": _("Form: {0}").format(form.form_title)[:140],
			"content": content_of(submission, answers),
		}
	)
	note.flags.is_received = True
	note.insert()


def content_of(submission: Document, answers: Mapping[str, str]) -> str:
	"""Return the answers as lines of text: the message first, then each with its label, then consent and origin."""
	lines = [answers["message"], ""] if answers.get("message") else []
	meta = frappe.get_meta(SUBMISSION)
	lines += [f"{_(meta.get_label(name))}: {answers[name]}" for name in answers if name not in OWN_LINES]
	if submission.consent:
		lines.append(_("Agreed to: {0}").format(submission.consent_text or ""))
	origin = [submission.get(name) for name in ("utm_source", "utm_medium", "utm_campaign")]
	if any(origin):
		lines.append(_("Came from: {0}").format(" / ".join(filter(None, origin))))
	return safe_to_show("\n".join(lines))
