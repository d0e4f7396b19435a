"""What changed since the version that somebody was sent before, in words."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.selling.acceptance.versions import seen_before
from frappe_crm_app.selling.products.checking import PRICE_DECIMALS
from frappe_crm_app.selling.quotes.differing import Difference
from frappe_crm_app.selling.quotes.pdf import money, number
from frappe_crm_app.selling.quotes.revising import differences

LINE = "CRM Quote Line"
NUMBERS = ("quantity", "discount_percent", "tax_rate")


def changes_of(quote: Document, address: str | None) -> dict | None:
	"""Return `{since, lines: [{what, title, changes: [{label, before, after}]}], gross: [before, after]}`, all as people read it.

	`None` where this address was sent no version before.
	"""
	before = seen_before(quote, address)
	if not before:
		return None
	return {
		"since": before.display_number,
		"lines": [described(each, before.currency, quote.currency) for each in differences(before, quote)],
		"gross": [money(each.gross_total, each.currency) for each in (before, quote)],
	}


def described(difference: dict, was_in: str, is_in: str) -> dict:
	"""Return one line that differs."""
	changes = [
		{
			"label": _(frappe.get_meta(LINE).get_label(field)),
			"before": shown(field, before, was_in),
			"after": shown(field, after, is_in),
		}
		for field, (before, after) in difference["changes"].items()
	]
	words = {Difference.ADDED: _("New"), Difference.REMOVED: _("Left out"), Difference.CHANGED: _("Changed")}
	what = Difference(difference["what"])
	return {"what": what.lower(), "word": words[what], "title": difference["title"], "changes": changes}


def shown(field: str, value: object, currency: str) -> str:
	"""Return a value of a line as people read it, a dash for nothing."""
	if field == "is_optional":
		return _("optional") if value else _("included")
	if field in NUMBERS:
		return number(value or 0) + (" %" if field != "quantity" else "")
	if field == "unit_price":
		return money(value or 0, currency, PRICE_DECIMALS)
	return _(value) if field == "recurrence" and value else str(value or "–")
