"""A customer's question becomes a follow-up of the deal, to be done by the quote's owner, who is told."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.kit.telling import Reason, tell, telling_afterwards
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE


def ask(quote: Document, link: frappe._dict, question: str) -> None:
	"""Keep a question, as said, and let the quote's owner have it."""
	records.write(AcceptanceKind.QUESTION, quote, link, text=question)
	with acting_as("Administrator"), telling_afterwards():
		note = write_note(quote, link, question)
	if note and quote.quote_owner:
		sentence = _("A question about the quote {0}").format(
			f"<strong>{escape_html(quote.display_number)}</strong>"
		)
		tell(quote.quote_owner, sentence, Reason.ASSIGNMENT, NOTE, note.name, by=quote.quote_owner)


def write_note(quote: Document, link: frappe._dict, question: str) -> Document | None:
	"""Insert the follow-up about what the quote is about, `None` where that is nothing."""
	about = subject_of(quote)
	if not about:
		return None
	note = frappe.new_doc(NOTE)
	note.update(
		{
			"reference_doctype": about[0],
			"reference_name": about[1],
			"action": Action.EMAIL,
			"status": NoteStatus.OPEN,
			"scheduled_on": now_datetime(),
			"assigned_to": quote.quote_owner,
			"subject": _("Question about {0}").format(quote.display_number)[:140],
			"content": f"{question}\n\n{_('Asked by {0}').format(link.address)}",
		}
	)
	note.flags.is_received = True
	return note.insert()


def subject_of(quote: Document) -> tuple[str, str] | None:
	"""Return DocType and name of the record that a quote is about: its deal, else its customer, else its contact."""
	linked = ((DEAL, quote.deal), (CUSTOMER, quote.customer), (CONTACT, quote.contact))
	return next(((doctype, name) for doctype, name in linked if name), None)
