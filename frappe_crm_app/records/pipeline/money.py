"""One base currency, so that totals never add different ones."""

import math

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import AmountError, UnknownRateError
from frappe_crm_app.kit.set_based import update_records

FALLBACK_CURRENCY = "USD"
LARGEST_AMOUNT = 1e11  # a Currency column holds twelve digits before the point


def base_currency(settings: Document | None = None) -> str:
	"""Return the currency of all totals: the one in CRM Desk Settings, else the site's default.

	`settings` are those being saved, where they are: reading them from the cache then would leave there what may yet be
	rolled back.
	"""
	settings = settings or current_doc("CRM Desk Settings")
	return settings.base_currency or frappe.db.get_default("currency") or FALLBACK_CURRENCY


def known_rate(currency: str, settings: Document | None = None) -> float:
	"""Return how much one unit of `currency` is worth in the base currency.

	Raises `UnknownRateError` where CRM Desk Settings lists no rate for it.
	"""
	settings = settings or current_doc("CRM Desk Settings")
	base = base_currency(settings)
	if currency == base:
		return 1.0
	for row in settings.currency_rates:
		if row.currency == currency:
			return flt(row.rate)
	frappe.throw(
		_(
			"No rate from {0} to {1} is known. Enter the conversion rate, or list it in CRM Desk Settings."
		).format(currency, base),
		UnknownRateError,
		title=_("Unknown Rate"),
	)


def refuse_bad_amount(doc: Document, fieldname: str) -> None:
	"""Raise `AmountError` where the amount is negative, too large to store or no number."""
	amount = flt(doc.get(fieldname))
	label = _(doc.meta.get_label(fieldname))
	if not math.isfinite(amount) or amount >= LARGEST_AMOUNT:
		frappe.throw(_("{0} is too large or no number.").format(label), AmountError)
	if amount < 0:
		frappe.throw(_("{0} cannot be negative.").format(label), AmountError)


def value_in_base_currency(deal: Document) -> None:
	"""Set the deal's currency, conversion rate and base value.

	The rate stays as it was entered until the currency changes: a closed deal keeps the value it was closed at.
	"""
	refuse_bad_amount(deal, "value")
	refuse_bad_amount(deal, "conversion_rate")
	deal.base_currency = base_currency()
	deal.currency = deal.currency or pipeline_currency(deal.pipeline) or deal.base_currency
	if deal.currency == deal.base_currency:
		deal.conversion_rate = 1
	elif not deal.conversion_rate or is_rate_of_former_currency(deal):
		deal.conversion_rate = known_rate(deal.currency)
	deal.base_value = flt(flt(deal.value) * flt(deal.conversion_rate), deal.precision("base_value"))
	refuse_bad_amount(deal, "base_value")


def pipeline_currency(pipeline: str) -> str | None:
	"""Return the currency that the pipeline suggests for its deals."""
	return current_doc("CRM Pipeline", pipeline).currency


def is_rate_of_former_currency(deal: Document) -> bool:
	"""Return whether the currency was changed and the rate was left as it was."""
	before = deal.get_doc_before_save()
	return (
		bool(before)
		and before.currency != deal.currency
		and flt(before.conversion_rate) == flt(deal.conversion_rate)
	)


def revalue_deals(settings: Document) -> None:
	"""Bring every deal to the base currency that `settings` name, one UPDATE per currency.

	Raises `UnknownRateError` for a currency in use that has no rate.
	"""
	deal = frappe.qb.DocType("CRM Sales Deal")
	base = base_currency(settings)
	currencies = frappe.qb.from_(deal).select(deal.currency).distinct().run(pluck=True)
	for currency in currencies:
		rate = known_rate(currency, settings)
		(
			update_records("CRM Sales Deal")
			.set(deal.conversion_rate, rate)
			.set(deal.base_value, deal.value * rate)
			.set(deal.base_currency, base)
			.where(deal.currency == currency)
			.run()
		)
	frappe.clear_document_cache("CRM Sales Deal")
