"""What passes its last day expires; before that, owners and, where wished, customers are reminded.

A day is the site's, which is the seller's. Until the job of a day has come, `accepting.py` refuses what is over by itself.
"""

from datetime import date
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, QuoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailKind
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.selling.quotes.accepting import is_over
from frappe_crm_app.selling.quotes.event_kinds import EXPIRED
from frappe_crm_app.selling.quotes.mailing import owe_mails
from frappe_crm_app.selling.quotes.state import QUOTE, locked, write
from frappe_crm_app.selling.quotes.telling_owner import tell_expiring


def expire_due() -> None:
	"""Let each open quote expire whose last day is over, each in a transaction of its own."""
	for name in open_until({"valid_until": ("<", getdate(nowdate()))}):
		committed(partial(expire, name))


def remind_due() -> None:
	"""Remind of each open quote that soon expires, once, each in a transaction of its own."""
	last_day = remind_until()
	for name in open_until({"valid_until": ("<=", last_day), "is_reminded": 0}) if last_day else ():
		committed(partial(remind, name))


def remind_until() -> date | None:
	"""Return the last day of the quotes of which is reminded today, `None` where nobody is to be reminded."""
	days = cint(frappe.get_cached_doc("CRM Desk Settings").quote_reminder_days)
	return getdate(add_days(nowdate(), days)) if days else None


def open_until(filters: dict) -> list[str]:
	"""Return the open quotes that match, those that expire first before others."""
	return frappe.get_all(
		QUOTE,
		filters={"status": ("in", OPEN), **filters},
		order_by="valid_until asc, name asc",
		pluck="name",
	)


def expire(name: str) -> None:
	"""Let a quote expire, if it is open and over by now."""
	quote = locked(name)
	if quote.status in OPEN and is_over(quote):
		write(quote, {"status": QuoteStatus.EXPIRED})
		emit_state(EXPIRED, quote)


def remind(name: str) -> None:
	"""Remind of a quote, if it is open and nobody was reminded yet."""
	quote = locked(name)
	if quote.status not in OPEN or is_over(quote) or cint(quote.is_reminded):
		return
	write(quote, {"is_reminded": 1})
	tell_expiring(quote)
	if cint(quote.reminds_customer):
		subject = _("Quote {0} is open until {1}").format(
			quote.quote_number, frappe.utils.format_date(quote.valid_until)
		)
		owe_mails(quote, QuoteMailKind.REMINDER, addresses_sent_to(quote), subject, None)


def addresses_sent_to(quote: Document) -> list[str]:
	"""Return the addresses that the quote was mailed to."""
	rows = frappe.get_all(
		"CRM Quote Mail",
		filters={"quote": quote.name, "kind": QuoteMailKind.QUOTE},
		order_by="creation asc, name asc",
		pluck="address",
	)
	return list(dict.fromkeys(rows))
