"""Links to quotes: made as a quote is sent, of each only the hash of its token stored, and found again by the token."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate, now_datetime, nowdate

from frappe_crm_app.kit.exceptions import QuoteLinkError
from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.kit.set_based import update_records

LINK = "CRM Quote Link"
PAGE = "quote"
KEPT = timedelta(days=365)  # after the quote's last day: who accepted it comes back for the signed PDF


def make(quote: Document, address: str) -> str:
	"""Return the address of the page on which whoever got a mail to `address` sees and decides on a quote (hook `crm_quote_link`).

	The link is stored in the present transaction, its token nowhere.
	"""
	token = new_token()
	link = frappe.new_doc(LINK)
	link.update(
		{
			"quote": quote.name,
			"address": address,
			"token_hash": hash_of_token(token),
			"expires_on": last_day(quote.valid_until),
		}
	)
	link.insert(ignore_permissions=True)
	return get_url(f"/{PAGE}?t={token}")


def last_day(valid_until: date | None) -> date:
	"""Return the last day on which the link of a quote that is valid so long is one."""
	return max(getdate(valid_until or nowdate()), getdate(nowdate())) + KEPT


def find(token: object) -> frappe._dict:
	"""Return `name`, `quote` and `address` of the link with this token.

	Raises `QuoteLinkError`, with the same sentence for a token that was never one, has expired or was revoked.
	"""
	facts = ["name", "quote", "address", "expires_on", "revoked_on"]
	link = frappe.db.get_value(LINK, {"token_hash": hash_of_token(token)}, facts, as_dict=True)
	if not link or link.revoked_on or getdate(link.expires_on) < getdate(nowdate()):
		frappe.throw(_("This link is not valid any more. Please ask whoever sent it to you."), QuoteLinkError)
	return link


def revoke(quote: str, address: str | None = None) -> None:
	"""Let the links to a quote, or those that went to one address, lead nowhere from now on (hook `crm_quote_links_revoking`)."""
	table = frappe.qb.DocType(LINK)
	query = update_records(LINK).set(table.revoked_on, now_datetime())
	query = query.where((table.quote == quote) & table.revoked_on.isnull())
	(query.where(table.address == address) if address else query).run()
