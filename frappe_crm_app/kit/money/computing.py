"""Nets, taxes and totals of lines.

What a line costs, quantity by unit price less discount, is rounded to the currency first: what stands on the lines adds up to the
totals below them. The tax is then rounded as `Rounding` says. Per line, it is the tax on that amount. Per total, it is the tax on the sum of
the lines with one rate, and each line gets its part of it, so that the lines still add up.

Whatever is rounded how: net and tax are gross, of each line, rate, recurrence and of the whole, and the rates' taxes are the whole tax.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import Rounding
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.money.decimals import ZERO, rounded

HUNDRED = Decimal(100)
PRECISION = 80
"""Significant digits of a product before it is rounded: more than those of its factors together."""


@dataclass(frozen=True)
class Line:
	"""What is offered: `discount_percent` and `tax_rate` in percent; one that is not chosen is reckoned, but not counted."""

	quantity: Decimal
	unit_price: Decimal
	discount_percent: Decimal = ZERO
	tax_rate: Decimal = ZERO
	recurrence: str = Recurrence.ONCE
	is_chosen: bool = True


@dataclass(frozen=True)
class Amounts:
	"""Net, tax and gross of something: the first two are the third."""

	net: Decimal = ZERO
	tax: Decimal = ZERO
	gross: Decimal = ZERO

	def __add__(self, other: "Amounts") -> "Amounts":
		return Amounts(self.net + other.net, self.tax + other.tax, self.gross + other.gross)


@dataclass(frozen=True)
class TaxRow:
	"""What is taxed with one rate, in percent, and the tax on it."""

	rate: Decimal
	net: Decimal
	tax: Decimal


@dataclass(frozen=True)
class Totals:
	"""What lines come to: each line in its order, each rate that is used, each recurrence, and the whole of what is chosen."""

	lines: tuple[Amounts, ...]
	taxes: tuple[TaxRow, ...]
	by_recurrence: dict[str, Amounts]
	whole: Amounts


def compute(lines: Sequence[Line], rounding: str, prices_include_tax: bool, digits: int) -> Totals:
	"""Return what these lines come to in a currency with so many digits after the point."""
	with localcontext() as context:
		context.prec = PRECISION
		amounts = [cost_of(line, digits) for line in lines]
		taxes = taxes_of(lines, amounts, rounding, prices_include_tax, digits)
		found = [split(*pair, prices_include_tax) for pair in zip(amounts, taxes, strict=True)]
		return summed(lines, found, rounded(ZERO, digits))


def cost_of(line: Line, digits: int) -> Decimal:
	"""Return what a line costs, with or without tax as its price is."""
	return rounded(
		line.quantity * line.unit_price * (HUNDRED - line.discount_percent) / HUNDRED,
		digits,
	)


def taxes_of(
	lines: Sequence[Line], amounts: list[Decimal], rounding: str, prices_include_tax: bool, digits: int
) -> list[Decimal]:
	"""Return the tax of each line.

	Per total, a line has the tax of the sum with it, less that of the sum without it, of the chosen lines before it with its rate.
	"""
	sums: dict[Decimal, Decimal] = {}
	taxes = []
	for line, amount in zip(lines, amounts, strict=True):
		is_alone = rounding == Rounding.PER_LINE or not line.is_chosen
		before = ZERO if is_alone else sums.get(line.tax_rate, ZERO)
		taxes.append(
			tax_on(before + amount, line.tax_rate, prices_include_tax, digits)
			- tax_on(before, line.tax_rate, prices_include_tax, digits)
		)
		if not is_alone:
			sums[line.tax_rate] = before + amount
	return taxes


def tax_on(amount: Decimal, rate: Decimal, prices_include_tax: bool, digits: int) -> Decimal:
	"""Return the tax on an amount, or in it where it includes the tax."""
	return rounded(amount * rate / (HUNDRED + rate if prices_include_tax else HUNDRED), digits)


def split(amount: Decimal, tax: Decimal, prices_include_tax: bool) -> Amounts:
	"""Return the three amounts of a line."""
	if prices_include_tax:
		return Amounts(amount - tax, tax, amount)
	return Amounts(amount, tax, amount + tax)


def summed(lines: Sequence[Line], found: list[Amounts], nothing: Decimal) -> Totals:
	"""Return the totals of lines whose amounts are known."""
	zero = Amounts(nothing, nothing, nothing)
	rates: dict[Decimal, Amounts] = {}
	recurrences = {recurrence.value: zero for recurrence in Recurrence}
	whole = zero
	for line, amounts in zip(lines, found, strict=True):
		if line.is_chosen:
			rates[line.tax_rate] = rates.get(line.tax_rate, zero) + amounts
			recurrences[line.recurrence] += amounts
			whole += amounts
	taxes = tuple(TaxRow(rate, rates[rate].net, rates[rate].tax) for rate in sorted(rates))
	return Totals(tuple(found), taxes, recurrences, whole)
