"""What the board's cards say of the quote of their deal (hook `crm_card_facts`): one statement, none on a site without quotes."""

import frappe
from frappe import _
from frappe.utils import date_diff, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import COLOR_OF_STATUS, OPEN, QuoteStatus
from frappe_crm_app.selling.quotes.existing import has_any
from frappe_crm_app.visibility.guarded import DEAL
from frappe_crm_app.visibility.permlevels import is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

QUOTE = "CRM Quote"
TOLD = (*OPEN, QuoteStatus.ACCEPTED, QuoteStatus.DECLINED)
SAYS = {
	QuoteStatus.SENT: lambda: _("Quote sent"),
	QuoteStatus.VIEWED: lambda: _("Quote seen"),
	QuoteStatus.ACCEPTED: lambda: _("Quote accepted"),
	QuoteStatus.DECLINED: lambda: _("Quote declined"),
}


def card_facts(doctype: str, cards: list[dict], criteria: UserCriteria) -> dict[str, dict]:
	"""Return a chip for each deal with a current quote that was sent."""
	names = [card["name"] for card in cards] if doctype == DEAL else []
	if not names or not frappe.has_permission(QUOTE, "read") or is_hidden(QUOTE, "status") or not has_any():
		return {}
	quote = frappe.qb.DocType(QUOTE)
	query = frappe.qb.from_(quote).select(quote.deal, quote.status, quote.valid_until, quote.display_number)
	query = query.where(quote.deal.isin(names) & (quote.is_current == 1) & quote.status.isin(TOLD))
	query = query.orderby(quote.creation)
	allowed = criteria.criterion(QUOTE)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	return {row.deal: {"chips": [chip(row)]} for row in rows}


def chip(row: frappe._dict) -> dict:
	"""Return what the card says; of an open quote the last days, too."""
	text = SAYS[row.status]()
	left = date_diff(row.valid_until, nowdate()) if row.status in OPEN and row.valid_until else None
	title = (
		row.display_number
		if left is None
		else _("{0}, valid for {1} more days").format(row.display_number, left)
	)
	return {"text": text, "color": COLOR_OF_STATUS[row.status], "title": title}
