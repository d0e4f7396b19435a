"""A draft becomes Sent: it gets its number and its PDF, the version before it is superseded, and mails with its link are owed.

All of it is one transaction: a send that fails leaves no number taken, no file and no mail.
"""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate, now_datetime, nowdate, validate_email_address

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import REVISABLE, QuoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailKind
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.selling.quotes.deal_value import follow_quote
from frappe_crm_app.selling.quotes.drafting import numbered
from frappe_crm_app.selling.quotes.event_kinds import SENT
from frappe_crm_app.selling.quotes.mailing import owe_mails
from frappe_crm_app.selling.quotes.numbering import take_number
from frappe_crm_app.selling.quotes.pdf import addressee_of, render
from frappe_crm_app.selling.quotes.state import QUOTE, locked, refuse_state, write
from frappe_crm_app.selling.quotes.stored_pdf import store_pdf

MOST_ADDRESSES = 10
ADDRESS = re.compile(r"[^\s,;<>\"()]{1,64}@[^\s,;<>\"()@]{3,255}")
LONGEST_SUBJECT = 200  # characters


def send(
	quote: Document | str,
	*,
	addresses: list[str] | None = None,
	subject: str | None = None,
	message: str | None = None,
) -> Document:
	"""Send a draft to these addresses, by default the contact's, and return it as it is then.

	`message` is a text or HTML. Raises `QuoteStateError` unless it is a draft that can still be sent, `QuoteError` for an empty or expired
	one and for what is no address.
	"""
	quote = locked(quote if isinstance(quote, str) else quote.name)
	refuse_state(quote, (QuoteStatus.DRAFT,), _("This quote is not a draft any more: it is {0}."))
	refuse_unready(quote)
	addresses = addresses_of(quote, addresses)
	former = lock_former(quote)
	mark_sent(quote)
	freeze_pdf(quote)
	supersede(former, quote)
	follow_quote(quote)
	owe_mails(quote, QuoteMailKind.QUOTE, addresses, subject_of(quote, subject), message)
	emit_state(SENT, quote)
	return quote


def refuse_unready(quote: Document) -> None:
	"""Raise `QuoteError` for a quote without lines, or whose last day is over."""
	if not quote.lines:
		frappe.throw(_("A quote without lines cannot be sent."), QuoteError)
	if getdate(quote.valid_until) < getdate(nowdate()):
		frappe.throw(_("The quote is valid until a day that is over. Choose another one."), QuoteError)


def addresses_of(quote: Document, given: list[str] | None) -> list[str]:
	"""Return the addresses to send to, each once; raises `QuoteError` for none, too many and for what is no address."""
	if not given:
		given = [frappe.db.get_value("CRM Contact", quote.contact, "email")] if quote.contact else []
	addresses = list(dict.fromkeys(cstr(each).strip().lower() for each in given if cstr(each).strip()))
	if not addresses:
		frappe.throw(
			_("The contact has no email address. Say to which address the quote is sent."), QuoteError
		)
	if len(addresses) > MOST_ADDRESSES:
		frappe.throw(_("A quote is sent to at most {0} addresses.").format(MOST_ADDRESSES), QuoteError)
	for address in addresses:
		if not ADDRESS.fullmatch(address) or validate_email_address(address) != address:
			frappe.throw(
				_("“{0}” is no email address.").format(frappe.utils.escape_html(address[:140])), QuoteError
			)
	return addresses


def subject_of(quote: Document, subject: str | None) -> str:
	"""Return what a mail with the quote is about."""
	text = " ".join(cstr(subject).split()) or _("Quote {0}: {1}").format(quote.quote_number, quote.title)
	return text[:LONGEST_SUBJECT]


def lock_former(quote: Document) -> Document | None:
	"""Return the version that this one takes the place of, locked; raises `QuoteStateError` where that has been accepted meanwhile."""
	name = (
		frappe.db.get_value(QUOTE, {"quote_number": quote.quote_number, "is_current": 1})
		if quote.revises
		else None
	)
	if not name:
		return None
	former = locked(name)
	if former.status not in REVISABLE:
		frappe.throw(
			_("{0} is {1}, so no other version of it can be sent.").format(
				former.display_number, _(former.status)
			),
			QuoteStateError,
		)
	return former


def mark_sent(quote: Document) -> None:
	"""Store the state of a sent quote, with its number unless it has that of the version that it revises."""
	number = quote.quote_number or take_number()
	write(
		quote,
		{
			"status": QuoteStatus.SENT,
			"quote_number": number,
			"display_number": numbered(number, quote.version),
			"sent_on": now_datetime(),
			"addressee": quote.addressee or addressee_of(quote),
			"is_current": 1,
		},
	)


def freeze_pdf(quote: Document) -> None:
	"""Store the PDF as it is sent."""
	write(quote, store_pdf(quote, render(quote)))


def supersede(former: Document | None, quote: Document) -> None:
	"""Let the version before this one be the current one no more."""
	if former:
		write(former, {"status": QuoteStatus.SUPERSEDED, "is_current": 0})
