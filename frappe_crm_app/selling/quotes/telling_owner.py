"""The owner of a quote is told what became of it, and what they have to do."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_date, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.kit.sentences import sentence
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.guards import can_hold

QUOTE, NOTE = "CRM Quote", "CRM Follow-up Note"


def note_refusal(quote: Document, reason: str) -> None:
	"""Leave the owner a task, on the deal: what the deal lacks to follow its quote."""
	note = frappe.new_doc(NOTE)
	note.update(
		{
			"reference_doctype": quote.reference_doctype,
			"reference_name": quote.reference_name,
			"action": Action.TASK,
			"status": NoteStatus.OPEN,
			"subject": _("The deal does not follow quote {0}").format(quote.display_number)[:140],
			"content": sentence(
				_("The quote is {0}, but the deal stays as it was: {1}"), _(quote.status), reason
			),
			"scheduled_on": now_datetime(),
			"assigned_to": holder_of(quote) or owner_of_deal(quote) or "Administrator",
		}
	)
	note.insert(ignore_permissions=True)


def holder_of(quote: Document) -> str | None:
	"""Return who looks after the quote, `None` where they cannot any more."""
	owner = quote.quote_owner
	return owner if owner and can_hold(owner) else None


def owner_of_deal(quote: Document) -> str | None:
	"""Return whose deal the quote is for, `None` where nobody's."""
	owner = frappe.db.get_value("CRM Sales Deal", quote.deal, "deal_owner") if quote.deal else None
	return owner if owner and can_hold(owner) else None


def tell(quote: Document, template: str, *values: str) -> None:
	"""Leave the owner a notification; the first place of the sentence is the quote's number, all values are text."""
	owner = holder_of(quote)
	if owner and owner != frappe.session.user:
		text = template.format(*(escape_html(value) for value in (quote.display_number, *values)))
		notify(owner, text, QUOTE, quote.name, by=frappe.session.user)


def tell_accepted(quote: Document, said_by: str) -> None:
	"""Tell the owner who has accepted."""
	tell(quote, _("{1} has accepted quote {0}."), said_by)


def tell_declined(quote: Document, reason: str) -> None:
	"""Tell the owner that, and why, the customer has declined."""
	tell(quote, _("Quote {0} was declined: {1}") if reason else _("Quote {0} was declined."), reason)


def tell_expiring(quote: Document) -> None:
	"""Tell the owner that the quote soon expires."""
	tell(quote, _("Quote {0} is open, and expires after {1}."), format_date(quote.valid_until))


def tell_unsent(row: Document, reason: str) -> None:
	"""Tell the owner, and whoever looks at the quote, why a mail was not sent (`OUTBOX`)."""
	quote = frappe.get_doc(QUOTE, row.quote)
	text = _("The mail to {0} was not sent: {1}.").format(row.address, reason)
	quote.add_comment("Info", escape_html(text))
	tell(quote, _("The mail with quote {0} to {1} was not sent: {2}."), row.address, reason)
