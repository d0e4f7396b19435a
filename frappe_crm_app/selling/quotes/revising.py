"""A change of what was sent: a new draft with its number and the next version, and how two versions differ."""

from dataclasses import asdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from frappe.utils import add_days, cint, getdate, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import REVISABLE, QuoteStatus
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.selling.quotes import differing
from frappe_crm_app.selling.quotes.state import QUOTE, locked, refuse_state

TAKEN = (
	"title", "deal", "contact", "customer", "quote_owner", "currency", "prices_include_tax", "rounding",
	"addressee", "introduction", "terms", "needs_code", "reminds_customer", "renews_on",
)  # fmt: skip
TAKEN_OF_LINES = (
	"group_title", "product", "title", "description", "quantity", "unit", "unit_price", "discount_percent",
	"tax_class", "tax_rate", "recurrence", "is_optional", "is_chosen",
)  # fmt: skip


def revise(quote: Document | str) -> str:
	"""Return the name of the draft that revises the quote, made unless there is one already.

	What was sent stays current, and can be accepted, until the draft is sent. Raises `QuoteStateError` for a draft, for a version that is not the
	current one, and for what was accepted.
	"""
	quote = locked(quote if isinstance(quote, str) else quote.name)
	refuse_state(quote, REVISABLE, _("This quote cannot be revised: it is {0}."))
	if not cint(quote.is_current):
		frappe.throw(_("There is a newer version of this quote."), QuoteStateError)
	open_draft = frappe.db.get_value(
		QUOTE, {"quote_number": quote.quote_number, "status": QuoteStatus.DRAFT}, for_update=True
	)
	return open_draft or draft_of(quote).name


def draft_of(quote: Document) -> Document:
	"""Insert and return a draft that says what the quote says."""
	draft = frappe.new_doc(QUOTE)
	draft.update({field: quote.get(field) for field in TAKEN})
	draft.valid_until = (
		quote.valid_until if getdate(quote.valid_until) >= getdate(nowdate()) else new_last_day()
	)
	for row in quote.lines:
		values = {field: row.get(field) for field in TAKEN_OF_LINES}
		draft.append("lines", values | {"comes_from": row.name}).flags.is_copied = True
	draft.flags.begins_as = {
		"quote_number": quote.quote_number,
		"version": next_version(quote.quote_number),
		"is_current": 0,
		"revises": quote.name,
	}
	return draft.insert()


def new_last_day() -> object:
	"""Return the last day of a quote that is written today."""
	return getdate(add_days(nowdate(), cint(current_doc("CRM Desk Settings").quote_valid_days)))


def next_version(number: str) -> int:
	"""Return the version after the last one of a number."""
	quote = frappe.qb.DocType(QUOTE)
	last = frappe.qb.from_(quote).select(Max(quote.version)).where(quote.quote_number == number).run()
	return cint(last[0][0]) + 1


def differences(old: Document, new: Document) -> list[dict]:
	"""Return how the lines of two versions differ: `[{what, title, changes, before, after}]`, see `differing.py`."""
	rows = ([row.as_dict() for row in quote.lines] for quote in (old, new))
	return [asdict(difference) for difference in differing.differences(*rows)]


def differences_to_former(quote: Document) -> list[dict]:
	"""Return how a quote differs from the version that it revises; raises `QuoteError` where it revises none."""
	if not quote.revises:
		frappe.throw(_("This is the first version of the quote."), QuoteError)
	return differences(frappe.get_doc(QUOTE, quote.revises), quote)
