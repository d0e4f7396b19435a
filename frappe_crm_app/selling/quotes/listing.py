"""The quotes of a record, for its page."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.kit.exceptions import QuoteError
from frappe_crm_app.selling.quotes.creating import FIELD_OF
from frappe_crm_app.selling.quotes.state import QUOTE
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import empty_hidden

SHOWN = (
	"name", "title", "display_number", "quote_number", "version", "status", "is_current", "valid_until", "currency",
	"net_total", "gross_total", "monthly_total", "yearly_total", "sent_on", "viewed_on", "accepted_on",
	"renews_on", "quote_owner", "deal",
)  # fmt: skip


def quotes_of(doctype: str, name: str, limit: int) -> dict:
	"""Return `{has_more, quotes}` of a deal, contact or customer: the newest first, without superseded ones, as the reader sees them."""
	if doctype not in FIELD_OF:
		frappe.throw(_("Such a record has no quotes."), QuoteError)
	quote, allowed = frappe.qb.DocType(QUOTE), policy.criterion(QUOTE)
	is_shown = (quote[FIELD_OF[doctype]] == name) & (quote.status != QuoteStatus.SUPERSEDED)
	query = frappe.qb.from_(quote).where(is_shown if allowed is None else is_shown & allowed)
	rows = (
		query.select(*(quote[field] for field in SHOWN))
		.orderby(quote.creation, order=frappe.qb.desc)
		.orderby(quote.name, order=frappe.qb.desc)
		.limit(limit + 1)
		.run(as_dict=True)
	)
	empty_hidden(QUOTE, rows)
	return {"has_more": len(rows) > limit, "quotes": rows[:limit]}
