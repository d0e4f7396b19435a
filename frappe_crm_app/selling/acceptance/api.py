"""What the page of a quote, and the page that verifies a PDF, ask for: for guests, who have the token of a link and nothing else.

Each takes what is declared, counts, finds the link, and delegates. A token that was never one, has expired or was revoked is answered 410 and one
sentence, whatever else was sent with it. `xss_safe` has Frappe leave texts of guests as they were written; `said.py` reads them.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.kit.conflicts import is_conflict, refuse_for_now, repeated
from frappe_crm_app.selling.acceptance import (
	asking,
	codes,
	confirming,
	deciding,
	links,
	seeing,
	verifying,
)
from frappe_crm_app.selling.acceptance.choosing import choose_lines, optional_lines
from frappe_crm_app.selling.acceptance.files import give_pdf
from frappe_crm_app.selling.acceptance.limits import LIMITS, Asked
from frappe_crm_app.selling.acceptance.presenting import present
from frappe_crm_app.selling.acceptance.said import read_lines, read_signature, read_text

QUOTE = "CRM Quote"
Result = TypeVar("Result")


def opened(token: object, asked: Asked | None = None) -> tuple[Document, frappe._dict]:
	"""Return the quote and the link of a token, counted; raises `QuoteLinkError` or `TooManyRequestsError`."""
	LIMITS.refuse_flood_from_address(Asked.PAGE)
	link = links.find(token)
	if asked:
		LIMITS.refuse_flood_by(asked, link.name)
	return frappe.get_doc(QUOTE, link.quote), link


def alone(work: Callable[..., Result], *arguments: object) -> Result:
	"""Return the result of work that begins by locking the quote; done again where another request was in the way.

	What was only read so far is let go, so that the work sees what others have committed while it waited for the lock.
	"""
	frappe.db.rollback()
	try:
		return repeated(partial(work, *arguments), is_worth_repeating)
	except frappe.UniqueValidationError as error:
		frappe.clear_messages()
		refuse_for_now(error)


def is_worth_repeating(error: Exception) -> bool:
	"""Return whether another request was in the way, or took the same place in the chain."""
	return is_conflict(error) or isinstance(error, frappe.UniqueValidationError)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_quote(token: str = "") -> dict:
	"""Return the quote of a link as the page shows it (`presenting.present`)."""
	return present(*opened(token))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def saw(token: str = "") -> None:
	"""Say that the page was opened by somebody whose browser runs scripts."""
	quote, link = opened(token)
	if seeing.is_counted(quote, link):
		alone(seeing.saw, quote, link)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def choose(token: str = "", lines: str | list | None = None) -> dict:
	"""Return the totals with these optional lines chosen, by their names, as the page shows them; nothing is kept."""
	quote, _link = opened(token)
	return choose_lines(quote, lines)


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def ask(token: str = "", question: str = "") -> None:
	"""Ask the seller something: it becomes a follow-up of the deal, and the quote's owner is told."""
	quote, link = opened(token, Asked.QUESTION)
	asked = read_text(question, empty=_("Please write what you would like to know."))
	alone(asking.ask, quote, link, asked)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def send_code(token: str = "") -> dict:
	"""Mail a code to the address that got the link, where the quote asks for one: `{sent_to, minutes}`, the address partly masked."""
	quote, link = opened(token, Asked.CODE)
	return alone(confirming.send_code, quote, link)


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def accept(
	token: str = "",
	version: int | str = 0,
	lines: str | list | None = None,
	typed_name: str = "",
	drawing: str | None = None,
	consent: bool | int | str = 0,
	code: str | None = None,
) -> dict:
	"""Accept a version of the quote with these optional lines, by a typed name: `{hash}`, of the row that proves it."""
	quote, link = opened(token, Asked.DECISION)
	deciding.refuse_decided(quote)
	chosen = read_lines(lines, optional_lines(quote))
	said = deciding.Acceptance(cint(version), tuple(chosen), read_signature(typed_name, drawing, consent))
	if cint(quote.needs_code):
		codes.check(link.name, code)
	row = alone(deciding.accept, link, said)
	codes.forget(link.name)
	return {"hash": row.row_hash}


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST"])
def decline(token: str = "", reason: str = "") -> None:
	"""Decline the quote, and say why."""
	_quote, link = opened(token, Asked.DECISION)
	said = read_text(reason, empty=_("Please say in a few words why."))
	alone(deciding.decline, link, said)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_pdf(token: str = "", signed: bool | int | str = 0) -> None:
	"""Answer the PDF as it was sent, or as it was signed, to be saved."""
	quote, _link = opened(token, Asked.PDF)
	give_pdf(quote, is_signed=bool(cint(signed)))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def verify(sha256: str = "") -> dict:
	"""Return what this site knows of a PDF, by its SHA-256 or sent as the file `file`: see `verifying.verify`."""
	LIMITS.refuse_flood_from_address(Asked.VERIFY)
	return verifying.verify(sha256 or verifying.hash_of_upload())
