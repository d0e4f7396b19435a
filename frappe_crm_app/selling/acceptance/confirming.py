"""Mails the code that a quote asks for, and keeps that it was sent."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.exceptions import AcceptanceError
from frappe_crm_app.kit.masking import masked_email
from frappe_crm_app.selling.acceptance import codes, records
from frappe_crm_app.selling.acceptance.deciding import refuse_decided
from frappe_crm_app.selling.acceptance.tasks import hurry_mails


def send_code(quote: Document, link: frappe._dict) -> dict:
	"""Put the mail with a new code into the Email Queue: `{sent_to, minutes}`. Raises `AcceptanceError` where the quote asks for none."""
	refuse_decided(quote)
	if not cint(quote.needs_code):
		frappe.throw(_("This quote is accepted without a code."), AcceptanceError)
	mail(quote, link.address, codes.make(link.name))
	records.write(AcceptanceKind.CODE_SENT, quote, link)
	hurry_mails()
	return {"sent_to": masked_email(link.address or ""), "minutes": codes.MINUTES}


def mail(quote: Document, address: str, code: str) -> None:
	try:
		frappe.sendmail(
			recipients=[address],
			subject=_("Your code for {0}").format(quote.display_number),
			template="quote_code",
			args={"code": code, "label": quote.display_number, "minutes": codes.MINUTES},
			reference_doctype=quote.doctype,
			reference_name=quote.name,
			add_unsubscribe_link=0,
		)
	except frappe.OutgoingEmailError:
		frappe.clear_messages()
		frappe.throw(_("No mail can be sent at the moment. Please try again later."), AcceptanceError)
