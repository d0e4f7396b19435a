"""Whether a site has quotes at all: one that has none pays nothing for them on its pages. Remembered for a minute, and forgotten as one is made."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.selling.quotes.state import QUOTE

KEY = "crm_has_quotes"
REMEMBERED = 60  # seconds


def has_any() -> bool:
	"""Return whether there is any quote, whoever may see it."""
	known = frappe.cache.get_value(KEY, expires=True)
	if known is None:
		quote = frappe.qb.DocType(QUOTE)
		known = int(bool(frappe.qb.from_(quote).select(quote.name).limit(1).run()))
		frappe.cache.set_value(KEY, known, expires_in_sec=REMEMBERED)
	return bool(known)


def forget(_quote: Document, _event: str | None = None) -> None:
	"""Forget it, now and when others see the new quote (`after_insert`)."""
	frappe.cache.delete_value(KEY)
	frappe.db.after_commit.add(lambda: frappe.cache.delete_value(KEY))
