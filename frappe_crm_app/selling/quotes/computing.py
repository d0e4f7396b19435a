"""The totals of a quote."""

from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.money.computing import Line, Totals, compute
from frappe_crm_app.kit.money.decimals import read_decimal

TOTAL_OF = {
	Recurrence.ONCE: "once_total",
	Recurrence.MONTHLY: "monthly_total",
	Recurrence.YEARLY: "yearly_total",
}


@lru_cache(maxsize=256)
def fraction_digits(currency: str | None) -> int:
	"""Return how many digits after the point amounts in a currency have: 0, 2 or 3; two where nobody knows it."""
	return get_currency_precision(currency or "")


def totals_of(quote: Document, chosen: Collection[str] | None = None) -> Totals:
	"""Return what a quote comes to; `chosen` are names of optional lines that are taken instead of those that are marked."""
	lines = [line_of(row, is_taken(row, chosen)) for row in quote.lines]
	return compute(
		lines, quote.rounding, bool(cint(quote.prices_include_tax)), fraction_digits(quote.currency)
	)


def is_taken(row: Document, chosen: Collection[str] | None = None) -> bool:
	"""Return whether a line counts: it is not optional, or it is chosen."""
	if not cint(row.is_optional):
		return True
	return bool(cint(row.is_chosen)) if chosen is None else row.name in chosen


def line_of(row: Document, is_chosen: bool) -> Line:
	"""Return a line as it is reckoned with."""
	numbers = (row.quantity, row.unit_price, row.discount_percent, row.tax_rate)
	return Line(*(read_decimal(number) for number in numbers), row.recurrence, is_chosen)


def total_values(totals: Totals) -> dict[str, float]:
	"""Return the totals by their fields in a quote, as Frappe stores money."""
	values = {TOTAL_OF[recurrence]: totals.by_recurrence[recurrence].gross for recurrence in Recurrence}
	values |= {
		"net_total": totals.whole.net,
		"tax_total": totals.whole.tax,
		"gross_total": totals.whole.gross,
	}
	return {fieldname: stored(amount) for fieldname, amount in values.items()}


def set_totals(quote: Document, totals: Totals) -> None:
	"""Set the amounts of the quote's lines, its taxes and its totals."""
	for row, amounts in zip(quote.lines, totals.lines, strict=True):
		row.update({field: stored(getattr(amounts, field)) for field in ("net", "tax", "gross")})
	quote.set(
		"taxes",
		[{"rate": stored(tax.rate), "net": stored(tax.net), "tax": stored(tax.tax)} for tax in totals.taxes],
	)
	quote.update(total_values(totals))


def stored(amount: Decimal) -> float:
	"""Return an amount as Frappe stores it; below `LARGEST_AMOUNT`, a float is exact to more digits than any currency has."""
	return float(amount)
