"""Somebody accepts or declines a quote: checked, done under the quote's lock, kept as proof, and a signed PDF owed for it."""

import json
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.kit.exceptions import QuoteStateError
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.acceptance.money import stored_totals
from frappe_crm_app.selling.acceptance.presenting import consent_to, is_open
from frappe_crm_app.selling.acceptance.said import Signature
from frappe_crm_app.selling.acceptance.signing.owing import owe_signed_pdf
from frappe_crm_app.selling.acceptance.versions import current_of
from frappe_crm_app.selling.quotes import accepting
from frappe_crm_app.selling.quotes.computing import totals_of
from frappe_crm_app.selling.quotes.state import locked


@dataclass(frozen=True)
class Acceptance:
	"""What somebody says who accepts: the version that they saw, the optional lines they chose, their signature."""

	version: int
	chosen: tuple[str, ...]
	signature: Signature


def accept(link: frappe._dict, said: Acceptance) -> Document:
	"""Accept the quote of a link and return the row that proves it.

	Raises `QuoteStateError` where another was faster, the version is not current, or the quote is over; nothing is written then.
	"""
	quote = locked(link.quote)
	refuse_decided(quote)
	refuse_other_version(quote, said.version)
	totals = totals_of(quote, said.chosen)
	with acting_as("Administrator"):
		accepting.accept(quote.name, list(said.chosen), said_by=said.signature.typed_name)
	row = records.write(
		AcceptanceKind.ACCEPTED,
		quote,
		link,
		typed_name=said.signature.typed_name,
		drawing=said.signature.drawing,
		consent_sentence=consent_to(quote),
		code_confirmed=cint(quote.needs_code),
		chosen_lines=json.dumps(list(said.chosen)),
		totals=json.dumps(stored_totals(totals, quote)),
	)
	owe_signed_pdf(quote.name, row.name)
	return row


def decline(link: frappe._dict, reason: str) -> Document:
	"""Decline the quote of a link, for a reason, and return the row that says so; raises as `accept` does."""
	quote = locked(link.quote)
	refuse_decided(quote)
	with acting_as("Administrator"):
		accepting.decline(quote.name, reason)
	return records.write(AcceptanceKind.DECLINED, quote, link, text=reason)


def refuse_decided(quote: Document) -> None:
	"""Raise `QuoteStateError`, saying what became of it, where a quote is not to be decided on any more."""
	if is_open(quote):
		return
	frappe.throw(sentence_about(quote), QuoteStateError)


def sentence_about(quote: Document) -> str:
	"""Return why nobody can decide on a quote."""
	current = current_of(quote)
	if current:
		return _("{0} was replaced. {1} of {2} is the current version, and has a link of its own.").format(
			quote.display_number, current["label"], current["sent_on"]
		)
	return {
		QuoteStatus.ACCEPTED: _("{0} is accepted already."),
		QuoteStatus.DECLINED: _("{0} is declined already."),
		QuoteStatus.SUPERSEDED: _("{0} was replaced and is not offered any more."),
	}.get(quote.status, _("{0} has expired. Please ask for a new one.")).format(quote.display_number)


def refuse_other_version(quote: Document, version: int) -> None:
	"""Raise `QuoteStateError` where somebody accepts another version than the one of their link."""
	if version != quote.version:
		frappe.throw(
			_("{0} is the current version. Please look at it again.").format(quote.display_number),
			QuoteStateError,
		)
