"""Makes an owed signed PDF, stores it with its quote, and mails it to the customer and the owner: in one transaction, once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_url

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_certificate.options import CertificateStatus
from frappe_crm_app.kit.exceptions import PdfEngineError, QuoteStateError
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.kit.telling import without_account
from frappe_crm_app.selling.acceptance.seller import seller_of
from frappe_crm_app.selling.acceptance.signing.certificate import VERIFY, signed_pdf, total_of
from frappe_crm_app.selling.quotes.mailing import address_of
from frappe_crm_app.selling.quotes.state import QUOTE, locked, write
from frappe_crm_app.selling.quotes.stored_pdf import file_name, store_pdf


def make(row: Document) -> dict:
	"""Make the PDF of one CRM Quote Certificate and return what is to be stored of it."""
	quote, acceptance = locked(row.quote), frappe.get_doc("CRM Quote Acceptance", row.acceptance)
	content = made(quote, acceptance)
	write(quote, store_pdf(quote, content, "signed_pdf"))
	mailed = mail_all(quote, acceptance, content)
	return {
		"status": CertificateStatus.MADE,
		"attempts": row.attempts + 1,
		"mailed_to": "\n".join(mailed),
		"reason": None,
	}


def made(quote: Document, acceptance: Document) -> bytes:
	"""Return the PDF; raises `TryLater` where this machine cannot make any yet, `GiveUp` where the one that was sent is gone."""
	try:
		return signed_pdf(quote, acceptance)
	except PdfEngineError as error:
		frappe.clear_last_message()
		raise TryLater(sentence_in(error)) from error
	except QuoteStateError as error:
		frappe.clear_last_message()
		raise GiveUp(sentence_in(error)) from error


def mail_all(quote: Document, acceptance: Document, content: bytes) -> list[str]:
	"""Queue a mail to the address that accepted and to the quote's owner; return to whom."""
	addresses = dict.fromkeys(filter(None, (acceptance.address, address_of(quote.quote_owner))))
	return [address for address in addresses if mail(quote, acceptance, content, address)]


def mail(quote: Document, acceptance: Document, content: bytes, address: str) -> bool:
	"""Queue one mail with the PDF; return whether there is an account to send from, and they want mails."""
	queued = None
	with without_account():
		queued = frappe.sendmail(
			recipients=[address],
			subject=_("Accepted: {0}").format(quote.display_number),
			template="quote_signed",
			args={
				"label": quote.display_number,
				"title": quote.title,
				"name": acceptance.typed_name,
				"total": total_of(acceptance),
				"seller": seller_of(quote)["name"],
				"verify": get_url(f"/{VERIFY}"),
			},
			attachments=[{"fname": file_name(quote, "signed_pdf"), "fcontent": content}],
			reply_to=address_of(quote.quote_owner),
			reference_doctype=QUOTE,
			reference_name=quote.name,
			add_unsubscribe_link=0,
		)
	return bool(queued)


def tell_not_made(row: Document, reason: str) -> None:
	"""Say on the quote why there is no signed PDF; the acceptance stands."""
	text = _("The signed PDF was not made: {0}.").format(escape_html(reason))
	frappe.get_doc(QUOTE, row.quote).add_comment("Info", text)
