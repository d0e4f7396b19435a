"""A quote is viewed, accepted or declined by its customer. Who may say so, whoever calls this has found out.

The quote's row is locked: of many who accept at one moment, one does.
"""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, now_datetime, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, QuoteStatus
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.selling.quotes.computing import is_taken, set_totals, total_values, totals_of
from frappe_crm_app.selling.quotes.deal_value import follow_quote, win_by_quote
from frappe_crm_app.selling.quotes.event_kinds import ACCEPTED, DECLINED, VIEWED
from frappe_crm_app.selling.quotes.renewal import plan_after_acceptance
from frappe_crm_app.selling.quotes.state import QUOTE, locked, write
from frappe_crm_app.selling.quotes.telling_owner import tell_accepted, tell_declined

LONGEST_REASON = 2000  # characters
LONGEST_NAME = 140


def mark_viewed(quote: Document | str) -> None:
	"""Note that the customer has opened the quote, the first time; nothing where it is not open."""
	quote = locked(name_of(quote))
	if quote.status == QuoteStatus.SENT:
		write(quote, {"status": QuoteStatus.VIEWED, "viewed_on": now_datetime()})
		emit_state(VIEWED, quote)


def accept(quote: Document | str, chosen_lines: Collection[str], *, said_by: str) -> Document:
	"""Accept the quote with these optional lines, by their names, and return it as it is then.

	Raises `QuoteStateError` where it cannot be accepted any more, `QuoteError` for lines that are not among its optional ones. What the deal's
	rules refuse is left to its owner; the acceptance stands.
	"""
	quote = locked(name_of(quote))
	refuse_not_open(quote)
	choose(quote, chosen_lines)
	said_by = cstr(said_by).strip()[:LONGEST_NAME]
	write(
		quote,
		{"status": QuoteStatus.ACCEPTED, "accepted_on": now_datetime(), "accepted_by": said_by},
	)
	follow_quote(quote)
	win_by_quote(quote)
	plan_after_acceptance(quote)
	tell_accepted(quote, said_by)
	emit_state(ACCEPTED, quote)
	return quote


def decline(quote: Document | str, reason: str | None = None) -> Document:
	"""Decline the quote and return it as it is then; raises `QuoteStateError` where it is not open."""
	quote = locked(name_of(quote))
	refuse_not_open(quote)
	reason = cstr(reason).strip()[:LONGEST_REASON]
	write(
		quote,
		{"status": QuoteStatus.DECLINED, "declined_on": now_datetime(), "decline_reason": reason or None},
	)
	tell_declined(quote, reason)
	emit_state(DECLINED, quote)
	return quote


def name_of(quote: Document | str) -> str:
	"""Return the name of a quote."""
	return quote if isinstance(quote, str) else quote.name


def refuse_not_open(quote: Document) -> None:
	"""Raise `QuoteStateError` unless the quote is open, current and not expired."""
	if quote.status == QuoteStatus.SUPERSEDED or (quote.status in OPEN and not cint(quote.is_current)):
		current = frappe.db.get_value(
			QUOTE, {"quote_number": quote.quote_number, "is_current": 1}, "display_number"
		)
		frappe.throw(_("There is a newer version of this quote: {0}.").format(current or ""), QuoteStateError)
	if quote.status == QuoteStatus.EXPIRED or (quote.status in OPEN and is_over(quote)):
		frappe.throw(_("This quote has expired."), QuoteStateError)
	if quote.status not in OPEN:
		frappe.throw(_("This quote is not open: it is {0}.").format(_(quote.status)), QuoteStateError)


def is_over(quote: Document) -> bool:
	"""Return whether the quote's last day is over, by the site's clock, which is the seller's."""
	return bool(quote.valid_until) and getdate(quote.valid_until) < getdate(nowdate())


def choose(quote: Document, chosen: Collection[str]) -> None:
	"""Store which optional lines the customer takes, and the totals with them; raises `QuoteError` for other lines."""
	chosen = set(chosen)
	if chosen - {row.name for row in quote.lines if cint(row.is_optional)}:
		frappe.throw(_("Only the optional lines of the quote can be chosen."), QuoteError)
	totals = totals_of(quote, chosen)
	for row in quote.lines:
		row.is_chosen = cint(is_taken(row, chosen))
	set_totals(quote, totals)
	store_lines(quote)
	store_taxes(quote)
	write(quote, total_values(totals))


def store_lines(quote: Document) -> None:
	"""Store what is chosen of the lines, and their amounts, past the frozen document."""
	table = frappe.qb.DocType("CRM Quote Line")
	for row in quote.lines:
		query = update_records("CRM Quote Line").where(table.name == row.name)
		for field in ("is_chosen", "net", "tax", "gross"):
			query = query.set(table[field], row.get(field))
		query.run()


def store_taxes(quote: Document) -> None:
	"""Store the taxes of what is chosen instead of those of what was offered."""
	frappe.db.delete("CRM Quote Tax", {"parent": quote.name, "parenttype": QUOTE})
	for row in quote.taxes:
		row.db_insert()
