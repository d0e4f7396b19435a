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
from frappe_crm_app.selling.quotes.telling_owner import holder_of
from frappe_crm_app.visibility.guarded import NOTE


def ask(quote: Document, link: frappe._dict, question: str) -> None:
	"""Keep a question, as said, and let the quote's owner have it."""
	records.write(AcceptanceKind.QUESTION, quote, link, text=question)
	holder = holder_of(quote)
	with acting_as("Administrator"), telling_afterwards():
		note = write_note(quote, link, question, holder)
	if holder:
		label = f"<strong>{escape_html(quote.display_number)}</strong>"
		sentence = _("A customer asks about the quote {0}").format(label)
		tell(holder, sentence, Reason.ASSIGNMENT, NOTE, note.name, by=holder)


def write_note(quote: Document, link: frappe._dict, question: str, holder: str | None) -> Document:
	"""Insert the follow-up about the record through which the quote is seen: its deal, else its contact or customer."""
	note = frappe.new_doc(NOTE)
	note.update(
		{
			"reference_doctype": quote.reference_doctype,
			"reference_name": quote.reference_name,
			"action": Action.EMAIL,
			"status": NoteStatus.OPEN,
			"scheduled_on": now_datetime(),
			"assigned_to": holder,
			"subject": _("Question about {0}").format(quote.display_number)[:140],
			"content": f"{question}\n\n{_('Asked by {0}').format(link.address)}",
		}
	)
	note.flags.is_received = True
	return note.insert()
