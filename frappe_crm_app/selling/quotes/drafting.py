"""What a save makes of a draft: defaults, whom it is for, its lines and totals. What is derived is never taken from a caller."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, cstr, getdate, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus, Rounding
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.records.pipeline.money import LARGEST_AMOUNT, base_currency
from frappe_crm_app.selling.quotes.cleaning import clean
from frappe_crm_app.selling.quotes.computing import set_totals, totals_of
from frappe_crm_app.selling.quotes.lines import prepare_lines
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, anchors_of
from frappe_crm_app.visibility.record_hooks import may_add

ANCHORS = (("deal", DEAL), ("contact", CONTACT), ("customer", CUSTOMER))
TEXTS = ("introduction", "terms")
LONGEST_TEXT = 100_000  # characters of HTML
FIRST_STATE = {
	"status": QuoteStatus.DRAFT,
	"quote_number": None,
	"version": 1,
	"is_current": 1,
	"revises": None,
	"renewed_by_doctype": None,
	"renewed_by": None,
	"renewal_note": None,
	"sent_on": None,
	"viewed_on": None,
	"accepted_on": None,
	"accepted_by": None,
	"declined_on": None,
	"decline_reason": None,
	"pdf": None,
	"pdf_sha256": None,
	"signed_pdf": None,
	"signed_pdf_sha256": None,
	"is_reminded": 0,
}
"""What a caller never sets, as a quote that revises none begins."""


def prepare_draft(quote: Document) -> None:
	"""Make of what came in a draft that can be stored; raises `QuoteError` or `AmountError`."""
	keep_state(quote)
	follow_deal(quote)
	forget_former_addressee(quote)
	see_through(quote)
	fill_defaults(quote)
	clean_texts(quote)
	prepare_lines(quote)
	reckon(quote)
	set_display_number(quote)


def keep_state(quote: Document) -> None:
	"""Let the state be what it was; a new quote begins as a draft, of which only `revising.py` says what it revises."""
	before = quote.get_doc_before_save()
	begun = before or quote.flags.begins_as or {}
	quote.update({field: begun.get(field, first) for field, first in FIRST_STATE.items()})


def follow_deal(quote: Document) -> None:
	"""Take contact and customer from the deal, and the customer from the contact, where none is said."""
	if quote.deal and not (quote.contact and quote.customer):
		deal = frappe.db.get_value(DEAL, quote.deal, ["contact", "customer"], as_dict=True) or {}
		quote.contact = quote.contact or deal.get("contact")
		quote.customer = quote.customer or deal.get("customer")
	if quote.contact and not quote.customer:
		quote.customer = frappe.db.get_value(CONTACT, quote.contact, "customer")


def forget_former_addressee(quote: Document) -> None:
	"""Empty the addressee that was written for another contact or customer: sending fills it."""
	before = quote.get_doc_before_save()
	if before and quote.addressee == before.addressee and people_of(before) != people_of(quote):
		quote.addressee = None


def people_of(quote: Document) -> tuple[str | None, str | None]:
	"""Return the contact and the customer of a quote."""
	return quote.contact or None, quote.customer or None


def see_through(quote: Document) -> None:
	"""Set the record through which the quote is seen; raises `frappe.PermissionError` where the user may not change that."""
	before, way = quote.get_doc_before_save(), next(((f, d) for f, d in ANCHORS if quote.get(f)), None)
	if not way:
		frappe.throw(_("Say whom the quote is for: a deal, a contact or a customer."), QuoteError)
	quote.reference_doctype, quote.reference_name = way[1], quote.get(way[0])
	if quote.flags.ignore_permissions or (before and anchors_of(before) == anchors_of(quote)):
		return
	if not may_add(quote, frappe.session.user):
		frappe.throw(_("You may not change the record that this quote is for."), frappe.PermissionError)


def fill_defaults(quote: Document) -> None:
	"""Set what CRM Desk Settings and the deal say of new quotes, where nobody has said otherwise."""
	settings = current_doc("CRM Desk Settings")
	quote.quote_owner = quote.quote_owner or frappe.session.user
	quote.currency = quote.currency or currency_of(quote.deal)
	quote.rounding = quote.rounding or settings.quote_rounding or Rounding.PER_TOTAL
	quote.prices_include_tax = cint(bool(cint(quote.prices_include_tax)))
	if not quote.valid_until:
		quote.valid_until = getdate(add_days(nowdate(), cint(settings.quote_valid_days)))
	quote.title = cstr(quote.title).strip()


def begin_in_currency_of_deal(quote: Document) -> None:
	"""Set the currency of a new quote for a deal where nobody has said another."""
	if not quote.get("currency") and isinstance(quote.get("deal"), str):
		quote.currency = currency_of(quote.deal)


def currency_of(deal: str | None) -> str:
	"""Return the currency of a deal, that of totals where there is none."""
	return (frappe.db.get_value(DEAL, deal, "currency") if deal else None) or base_currency()


def clean_texts(quote: Document) -> None:
	"""Leave of the HTML what a sheet of paper can show; raises `QuoteError` for a text that is too long."""
	for field in TEXTS:
		if len(quote.get(field) or "") > LONGEST_TEXT:
			frappe.throw(_("{0} is too long.").format(_(quote.meta.get_label(field))), QuoteError)
		quote.set(field, clean(quote.get(field)))


def reckon(quote: Document) -> None:
	"""Set all amounts; raises `AmountError` where they are too large to store, or would be with every optional line."""
	totals = totals_of(quote)
	if sum(amounts.gross for amounts in totals.lines) >= LARGEST_AMOUNT:
		frappe.throw(_("The total is too large."), AmountError)
	set_totals(quote, totals)


def set_display_number(quote: Document) -> None:
	"""Set what people call the quote: its number and version; until it has a number, its title."""
	quote.display_number = numbered(quote.quote_number, quote.version) if quote.quote_number else quote.title


def numbered(number: str, version: int) -> str:
	"""Return what a version of a quote is called: `Q-2026-0042 v3`."""
	return f"{number} v{version}"
