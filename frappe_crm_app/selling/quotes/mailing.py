"""An owed mail about a quote is put into Frappe's Email Queue, in the transaction that marks its row (`kit/outbox/by_lock.py`): once.

The link to the quote is made in that transaction, too, so that no row of ours ever holds it. What is attached is the PDF as it was stored.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_fullname, now_datetime, validate_email_address

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailKind, QuoteMailStatus
from frappe_crm_app.kit.exceptions import QuoteStateError
from frappe_crm_app.kit.meeting_points import Point, handlers
from frappe_crm_app.kit.outbox.outcomes import GiveUp
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.selling.quotes.cleaning import clean_message, plain_text
from frappe_crm_app.selling.quotes.state import QUOTE
from frappe_crm_app.selling.quotes.stored_pdf import file_name, read_pdf
from frappe_crm_app.selling.quotes.tasks import OUTBOX

MAIL = "CRM Quote Mail"
TEMPLATES = {QuoteMailKind.QUOTE: "quote_sent", QuoteMailKind.REMINDER: "quote_reminder"}


def owe_mails(quote: Document, kind: str, addresses: list[str], subject: str, message: str | None) -> None:
	"""Owe each address a mail of its own, with a link of its own, in the present transaction."""
	for address in addresses:
		mail = frappe.new_doc(MAIL)
		mail.update(
			{
				"quote": quote.name,
				"kind": kind,
				"address": address,
				"subject": subject,
				"message": clean_message(message),
				"status": QuoteMailStatus.OWED,
				"next_attempt_on": now_datetime(),
			}
		)
		mail.insert(ignore_permissions=True)
	OUTBOX.enqueue()


def deliver(row: Document) -> dict:
	"""Queue one owed mail and return what is to be stored of it; raises `GiveUp` where it would bring nothing any more."""
	quote = frappe.get_doc(QUOTE, row.quote, for_update=True)
	if quote.status not in OPEN:
		raise GiveUp(_("the quote is {0}").format(_(quote.status)))
	queued = frappe.sendmail(
		recipients=[row.address],
		subject=row.subject,
		template=TEMPLATES[row.kind],
		args=facts_of(quote, row),
		attachments=[attachment_of(quote)] if row.kind == QuoteMailKind.QUOTE else None,
		reply_to=address_of(quote.quote_owner),
		reference_doctype=QUOTE,
		reference_name=quote.name,
		add_unsubscribe_link=0,
	)
	if not queued:
		raise GiveUp(_("{0} has unsubscribed from mail").format(row.address))
	return {"status": QuoteMailStatus.QUEUED, "email_queue": queued.name, "attempts": row.attempts + 1}


def attachment_of(quote: Document) -> dict:
	"""Return the PDF as it was sent, as `frappe.sendmail` takes it; raises `GiveUp` where it is not there any more."""
	try:
		return {"fname": file_name(quote), "fcontent": read_pdf(quote)}
	except QuoteStateError as error:
		frappe.clear_last_message()
		raise GiveUp(sentence_in(error)) from error


def address_of(user: str | None) -> str | None:
	"""Return to which address the customer answers: the owner's, if there is one to use."""
	address = frappe.db.get_value("User", user, "email") if user else None
	return address if address and validate_email_address(address) else None


def facts_of(quote: Document, row: Document) -> dict:
	"""Return what the template of the mail may use; all is text but `message`, which is clean HTML."""
	return {
		"number": quote.quote_number,
		"title": quote.title,
		"message": row.message,
		"plain_message": plain_text(row.message),
		"link": link_to(quote, row.address),
		"valid_until": format_date(quote.valid_until),
		"owner_name": get_fullname(quote.quote_owner) if quote.quote_owner else "",
	}


def link_to(quote: Document, address: str) -> str | None:
	"""Return the link by which this address opens the quote, `None` where nobody makes one."""
	made = (make(quote=quote, address=address) for make in handlers(Point.QUOTE_LINK))
	return next(filter(None, made), None)
