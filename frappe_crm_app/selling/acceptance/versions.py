"""The versions of a quote: which is current, and which somebody was sent before."""

import frappe
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus

QUOTE, LINK = "CRM Quote", "CRM Quote Link"


def current_of(quote: Document) -> dict | None:
	"""Return `{label, sent_on}` of the version that is current instead of this one, `None` where none is."""
	others = {
		"quote_number": quote.quote_number,
		"is_current": 1,
		"status": ("!=", QuoteStatus.DRAFT),
		"name": ("!=", quote.name),
	}
	current = (
		frappe.db.get_value(QUOTE, others, ["display_number", "sent_on"], as_dict=True)
		if quote.quote_number
		else None
	)
	return current and {"label": current.display_number, "sent_on": format_date(getdate(current.sent_on))}


def seen_before(quote: Document, address: str | None) -> Document | None:
	"""Return the last version before this one that this address was sent; `None` where it was sent none."""
	earlier = (
		frappe.get_all(
			QUOTE,
			{
				"quote_number": quote.quote_number,
				"version": ("<", quote.version),
				"status": ("!=", QuoteStatus.DRAFT),
			},
			order_by="version desc",
			pluck="name",
		)
		if quote.quote_number and quote.version > 1
		else []
	)
	sent = (
		set(frappe.get_all(LINK, {"quote": ("in", earlier), "address": address}, pluck="quote"))
		if earlier
		else set()
	)
	found = next((name for name in earlier if name in sent), None)
	return frappe.get_doc(QUOTE, found) if found else None
