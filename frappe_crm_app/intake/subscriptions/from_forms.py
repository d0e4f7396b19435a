"""Lead forms that subscribe: whoever has sent one and ticked its consent is on the lists that name the form."""

from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.records.audiences.lists import lists_of_form
from frappe_crm_app.records.audiences.subscribing import subscribe
from frappe_crm_app.records.identity.normalise import normalise_email


def subscribe_sender(submission: Document, contact: str) -> None:
	"""Subscribe who sent a form to its lists; a form that was confirmed by mail needs no second one."""
	email = normalise_email(submission.email)
	if not submission.consent or not email:
		return
	for mailing_list in lists_of_form(submission.form):
		subscribe(
			mailing_list,
			contact,
			address=email,
			source=ConsentSource.FORM,
			wording=submission.consent_text or "",
			evidence=(submission.doctype, submission.name),
			is_confirmed=bool(submission.confirmed_on),
		)
