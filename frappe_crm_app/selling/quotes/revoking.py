"""Links to a quote lead nowhere any more: those that went out, and those that mails would still bring."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailStatus
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.selling.quotes.state import locked, write

MAIL = "CRM Quote Mail"


def revoke(name: str) -> None:
	"""Revoke the links of a quote; its customer is not reminded any more either, for a reminder brings a new link."""
	quote = locked(name)
	tell(Point.REVOKING_QUOTE_LINKS, quote=name)
	drop_owed_mails(name)
	if quote.status in OPEN:
		write(quote, {"reminds_customer": 0})


def drop_owed_mails(quote: str) -> None:
	"""Let no mail about the quote go out that has not yet."""
	table = frappe.qb.DocType(MAIL)
	query = update_records(MAIL).set(table.status, QuoteMailStatus.NOT_SENT)
	query = query.set(table.reason, _("the links to the quote were revoked"))
	query.where((table.quote == quote) & (table.status == QuoteMailStatus.OWED)).run()
