"""What comes after a quote whose lines recur: the day on which it is to be renewed, a reminder before it, and the quote that renews it.

The day is a year after acceptance unless the quote says another. The reminder is a follow-up of the quote's owner; it moves with the day.
Renewing makes a new deal, where the quote had one, and a draft for it, once: whoever asks again gets the same.
"""

from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, get_datetime, getdate, now_datetime, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.kit.sentences import without_markup
from frappe_crm_app.selling.quotes.computing import is_taken, totals_of
from frappe_crm_app.selling.quotes.recurring import recurs
from frappe_crm_app.selling.quotes.state import QUOTE, locked, write
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE

TERM_MONTHS = 12
REMINDED_BEFORE = timedelta(days=30)
AT = time(9)  # of the site's clock
KEPT = (
	*("contact", "customer", "quote_owner", "currency", "prices_include_tax", "rounding"),
	*("introduction", "terms", "needs_code", "reminds_customer"),
)
KEPT_OF_LINE = (
	*("group_title", "product", "title", "description", "quantity", "unit", "unit_price", "discount_percent"),
	*("tax_class", "tax_rate", "recurrence"),
)
KEPT_OF_DEAL = ("pipeline", "contact", "customer", "deal_owner", "currency", "source")


def plan_after_acceptance(quote: Document) -> None:
	"""Plan the renewal of a quote that was just accepted, where something recurs in it; whoever calls may write anything."""
	if recurs(totals_of(quote)):
		set_day(
			quote,
			getdate(quote.renews_on) if quote.renews_on else add_months(getdate(nowdate()), TERM_MONTHS),
		)


def plan(name: str, renews_on: str) -> None:
	"""Set the day on which an accepted quote is to be renewed, and move its reminder.

	Raises `QuoteStateError` for one that is not accepted, `QuoteError` for one in which nothing recurs and for a day that has passed.
	"""
	quote = locked(name)
	quote.check_permission("write")
	refuse_unrenewable(quote)
	if getdate(renews_on) <= getdate(nowdate()):
		frappe.throw(_("The day of the renewal has to come yet."), QuoteError)
	set_day(quote, getdate(renews_on))


def renew(name: str) -> str:
	"""Return the name of the draft that renews an accepted quote: a new one, or the one that was made before.

	Raises `QuoteStateError` for one that is not accepted, `QuoteError` for one in which nothing recurs.
	"""
	quote = locked(name)
	quote.check_permission("write")
	refuse_unrenewable(quote)
	if quote.renewed_by and frappe.db.exists(quote.renewed_by_doctype, quote.renewed_by):
		return quote.renewed_by
	draft = draft_of(quote, deal_of(quote)).insert()
	write(quote, {"renewed_by_doctype": QUOTE, "renewed_by": draft.name})
	return draft.name


def refuse_unrenewable(quote: Document) -> None:
	"""Raise an error that says why this quote cannot be renewed."""
	if quote.status != QuoteStatus.ACCEPTED:
		frappe.throw(
			_("Only an accepted quote is renewed. This one is: {0}").format(_(quote.status)), QuoteStateError
		)
	if not recurs(totals_of(quote)):
		frappe.throw(
			_("Nothing in this quote is due each month or year, so there is nothing to renew."), QuoteError
		)


def deal_of(quote: Document) -> str | None:
	"""Return a new deal like that of the quote, `None` where it had none or the user opens no deals."""
	if not quote.deal or not frappe.has_permission(DEAL, "create"):
		return None
	former = frappe.get_doc(DEAL, quote.deal)
	deal = frappe.new_doc(DEAL)
	deal.update({field: former.get(field) for field in KEPT_OF_DEAL})
	deal.update({"title": renewed_title(former.title), "expected_close_date": quote.renews_on})
	return deal.insert().name


def draft_of(quote: Document, deal: str | None) -> Document:
	"""Return an unsaved draft with what recurs in the quote and was taken."""
	draft = frappe.new_doc(QUOTE)
	draft.update({field: quote.get(field) for field in KEPT})
	draft.update({"title": renewed_title(quote.title), "deal": deal or None})
	draft.set("lines", [])
	for row in quote.lines:
		if row.recurrence != Recurrence.ONCE and is_taken(row):
			draft.append("lines", {field: row.get(field) for field in KEPT_OF_LINE}).flags.is_copied = True
	return draft


def renewed_title(title: str) -> str:
	"""Return what the renewal of something is called."""
	return _("{0}: renewal").format(title)[:140]


def set_day(quote: Document, day: date) -> None:
	"""Store the day and have the quote's owner reminded before it, by one follow-up that moves with it."""
	write(quote, {"renews_on": day})
	note = open_reminder(quote)
	if note:
		note.scheduled_on = reminder_on(day)
		note.save(ignore_permissions=True)
		return
	note = reminder(quote, day)
	if note:
		write(quote, {"renewal_note": note.insert(ignore_permissions=True).name})


def open_reminder(quote: Document) -> Document | None:
	"""Return the reminder that was planned before, unless it was done or is gone."""
	is_open = {"name": quote.renewal_note, "status": NoteStatus.OPEN}
	name = quote.renewal_note and frappe.db.get_value(NOTE, is_open)
	return frappe.get_doc(NOTE, name) if name else None


def reminder(quote: Document, day: date) -> Document | None:
	"""Return the follow-up that is to remind of the renewal, `None` where the quote is about nobody."""
	about = next(((doctype, quote.get(link)) for link, doctype in LINKS.items() if quote.get(link)), None)
	if not about:
		return None
	note = frappe.new_doc(NOTE)
	note.update(
		{
			"reference_doctype": about[0],
			"reference_name": about[1],
			"action": Action.TASK,
			"status": NoteStatus.OPEN,
			"assigned_to": quote.quote_owner,
			"scheduled_on": reminder_on(day),
			"subject": _("Renew {0}").format(quote.display_number),
			"content": _("“{0}” is to be renewed on {1}.").format(
				without_markup(quote.title), frappe.utils.formatdate(day)
			),
		}
	)
	return note


LINKS = {"deal": DEAL, "contact": CONTACT, "customer": CUSTOMER}


def reminder_on(day: date) -> datetime:
	"""Return when somebody is reminded of a renewal on this day: a month before, but not in the past."""
	return max(get_datetime(datetime.combine(day - REMINDED_BEFORE, AT)), now_datetime())


def forget_renewal(quote: Document, _event: str | None = None) -> None:
	"""Let the quote that a deleted draft was to renew be renewed anew (doc event `on_trash`)."""
	table = frappe.qb.DocType(QUOTE)
	query = frappe.qb.update(table).set(table.renewed_by, None).set(table.renewed_by_doctype, None)
	query.where((table.renewed_by == quote.name) & (table.renewed_by_doctype == QUOTE)).run()
