"""A quote as whoever has its link sees it: what was frozen, what they may do, and what was done."""

from itertools import groupby

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, format_date, format_datetime, get_system_timezone, getdate, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, QuoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.masking import masked_email
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.acceptance.changes import changes_of
from frappe_crm_app.selling.acceptance.money import shown_totals
from frappe_crm_app.selling.acceptance.seller import seller_of
from frappe_crm_app.selling.acceptance.versions import current_of
from frappe_crm_app.selling.products.checking import PRICE_DECIMALS
from frappe_crm_app.selling.quotes.cleaning import clean
from frappe_crm_app.selling.quotes.computing import totals_of
from frappe_crm_app.selling.quotes.pdf import money, number


def present(quote: Document, link: frappe._dict) -> dict:
	"""Return everything that the page shows: texts as people read them, in the reader's language.

	`introduction` and `terms` are clean HTML; all else is text.
	"""
	return {
		**facts_of(quote),
		"seller": seller_of(quote),
		"sections": sections_of(quote),
		"totals": shown_totals(totals_of(quote), quote.currency),
		"changes": changes_of(quote, link.address),
		"consent": consent_to(quote),
		"code_goes_to": masked_email(link.address or "") if cint(quote.needs_code) else "",
		"current": current_of(quote) if quote.status == QuoteStatus.SUPERSEDED else None,
		"decision": decision_on(quote),
	}


def facts_of(quote: Document) -> dict:
	"""Return number, version, dates and what may be done."""
	return {
		"label": quote.display_number,
		"title": quote.title,
		"version": quote.version,
		"status": str(quote.status),
		"is_open": is_open(quote),
		"addressee": quote.addressee or "",
		"introduction": clean(quote.introduction) or "",
		"terms": clean(quote.terms) or "",
		"sent_on": format_date(getdate(quote.sent_on)) if quote.sent_on else "",
		"valid_until": format_date(quote.valid_until) if quote.valid_until else "",
		"time_left": time_left(quote),
		"zone": get_system_timezone(),
		"prices_include_tax": bool(cint(quote.prices_include_tax)),
	}


def is_open(quote: Document) -> bool:
	"""Return whether the quote may be decided on now: the daily job may not have marked it yet where its last day is over."""
	days = days_left(quote)
	return quote.status in OPEN and bool(cint(quote.is_current)) and (days is None or days >= 0)


def days_left(quote: Document) -> int | None:
	"""Return how many days the quote is valid after today, by the seller's calendar; `None` without an end."""
	return (getdate(quote.valid_until) - getdate(nowdate())).days if quote.valid_until else None


def time_left(quote: Document) -> str:
	"""Return how long an open quote is valid yet, in words."""
	days = days_left(quote)
	if days is None or not is_open(quote):
		return ""
	return plural(days, "one more day", "{0} more days") if days else _("today is the last day")


def sections_of(quote: Document) -> list[dict]:
	"""Return the lines by the titles of their groups: `[{title, lines}]`."""
	parts = groupby(quote.lines, lambda row: row.group_title or "")
	return [{"title": title, "lines": [line_of(row, quote) for row in rows]} for title, rows in parts]


def line_of(row: Document, quote: Document) -> dict:
	"""Return one line as it is shown; its amount is with or without tax as the quote's prices are."""
	amount = row.gross if cint(quote.prices_include_tax) else row.net
	discount = number(row.discount_percent)
	return {
		"name": row.name,
		"title": row.title,
		"description": row.description or "",
		"quantity": f"{number(row.quantity)} {row.unit or ''}".strip(),
		"unit_price": money(row.unit_price, quote.currency, PRICE_DECIMALS),
		"discount": _("{0} % off").format(discount) if discount != "0" else "",
		"amount": money(amount, quote.currency),
		"recurrence": period_of(row.recurrence),
		"is_optional": bool(cint(row.is_optional)),
		"is_chosen": bool(cint(row.is_chosen)) or not cint(row.is_optional),
	}


def period_of(recurrence: str) -> str:
	"""Return how often a line's amount is paid, `""` where once."""
	return {Recurrence.MONTHLY: _("per month"), Recurrence.YEARLY: _("per year")}.get(recurrence, "")


def consent_to(quote: Document) -> str:
	"""Return the sentence to which whoever accepts says yes; it is kept as they read it."""
	return _("I accept the quote {0} with the lines that are ticked, and the terms in it.").format(
		quote.display_number
	)


def decision_on(quote: Document) -> dict | None:
	"""Return what was decided, `None` where nothing was: `{kind, name, on, has_signed_pdf, hash, reason}`."""
	if quote.status == QuoteStatus.ACCEPTED:
		row = records.accepted_row(quote.name)
		return {
			"kind": "accepted",
			"name": row.typed_name if row else quote.accepted_by or "",
			"on": moment(row.occurred_on if row else quote.accepted_on),  # as on the certificate
			"has_signed_pdf": bool(quote.signed_pdf),
			"hash": row.row_hash if row else "",
			"drawing": row.drawing if row else "",
		}
	if quote.status == QuoteStatus.DECLINED:
		return {"kind": "declined", "on": moment(quote.declined_on), "reason": quote.decline_reason or ""}
	return None


def moment(value: object) -> str:
	"""Return a moment with its time zone."""
	return f"{format_datetime(value)} ({get_system_timezone()})" if value else ""
