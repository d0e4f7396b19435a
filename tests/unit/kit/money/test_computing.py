"""Totals of lines, held against an exact model in fractions that knows nothing of `Decimal`."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.kit.money.computing import Amounts, Line, compute

CURRENCIES = {"JPY": 0, "CLP": 0, "EUR": 2, "USD": 2, "KWD": 3}
ROUNDINGS = ("Per Line", "Per Total")
RECURRENCES = ("Once", "Monthly", "Yearly")


def decimals(largest: int, places: int) -> st.SearchStrategy[Decimal]:
	return st.decimals(0, largest, places=places, allow_nan=False, allow_infinity=False)


LINES = st.builds(
	Line,
	quantity=decimals(10**6, 6),
	unit_price=decimals(10**8, 4),
	discount_percent=st.one_of(st.just(Decimal(0)), decimals(100, 4)),
	tax_rate=st.sampled_from([Decimal(rate) for rate in ("0", "5", "7", "19", "21.5", "8.875", "100")]),
	recurrence=st.sampled_from(RECURRENCES),
	is_chosen=st.booleans(),
)
CASES = given(
	lines=st.lists(LINES, max_size=12),
	rounding=st.sampled_from(ROUNDINGS),
	is_inclusive=st.booleans(),
	digits=st.sampled_from(sorted(set(CURRENCIES.values()))),
)


def half_up(amount: Fraction, digits: int) -> Fraction:
	return Fraction(floor(amount * 10**digits + Fraction(1, 2)), 10**digits)


def exact_cost(line: Line, digits: int) -> Fraction:
	exact = (
		Fraction(line.quantity) * Fraction(line.unit_price) * (100 - Fraction(line.discount_percent)) / 100
	)
	return half_up(exact, digits)


def exact_tax(amount: Fraction, rate: Decimal, is_inclusive: bool, digits: int) -> Fraction:
	part = Fraction(rate) / (100 + Fraction(rate)) if is_inclusive else Fraction(rate) / 100
	return half_up(amount * part, digits)


def model(lines: list[Line], rounding: str, is_inclusive: bool, digits: int) -> dict[Decimal, tuple]:
	"""Return `{rate: (net, tax, gross)}` of what is chosen, slowly."""
	rates = {}
	for rate in {line.tax_rate for line in lines if line.is_chosen}:
		costs = [exact_cost(line, digits) for line in lines if line.is_chosen and line.tax_rate == rate]
		taxed = costs if rounding == "Per Line" else [sum(costs)]
		tax = sum(exact_tax(amount, rate, is_inclusive, digits) for amount in taxed)
		cost = sum(costs)
		rates[rate] = (cost - tax, tax, cost) if is_inclusive else (cost, tax, cost + tax)
	return rates


@CASES
def test_totals_are_those_of_the_exact_model(lines, rounding, is_inclusive, digits):
	totals, wanted = (
		compute(lines, rounding, is_inclusive, digits),
		model(lines, rounding, is_inclusive, digits),
	)
	found = {row.rate: (Fraction(row.net), Fraction(row.tax)) for row in totals.taxes}
	assert found == {rate: amounts[:2] for rate, amounts in wanted.items()}
	whole = tuple(sum(amounts[place] for amounts in wanted.values()) for place in range(3))
	assert (totals.whole.net, totals.whole.tax, totals.whole.gross) == tuple(map(decimal_of, whole))


@CASES
def test_whatever_is_rounded_everything_adds_up(lines, rounding, is_inclusive, digits):
	totals = compute(lines, rounding, is_inclusive, digits)
	chosen = [amounts for line, amounts in zip(lines, totals.lines, strict=True) if line.is_chosen]
	for amounts in (*totals.lines, *totals.by_recurrence.values(), totals.whole):
		assert amounts.net + amounts.tax == amounts.gross
	assert sum_of(chosen) == totals.whole
	assert sum_of(totals.by_recurrence.values()) == totals.whole
	assert sum(row.tax for row in totals.taxes) == totals.whole.tax
	assert sum(row.net for row in totals.taxes) == totals.whole.net


@CASES
def test_every_amount_is_a_decimal_with_the_digits_of_its_currency(lines, rounding, is_inclusive, digits):
	totals = compute(lines, rounding, is_inclusive, digits)
	for amounts in (*totals.lines, *totals.by_recurrence.values(), totals.whole):
		for amount in (amounts.net, amounts.tax, amounts.gross):
			assert type(amount) is Decimal
			assert -amount.as_tuple().exponent == digits
			assert amount >= 0


@CASES
def test_a_line_has_the_amount_that_stands_on_it_however_tax_is_rounded(
	lines, rounding, is_inclusive, digits
):
	totals = compute(lines, rounding, is_inclusive, digits)
	for line, amounts in zip(lines, totals.lines, strict=True):
		shown = amounts.gross if is_inclusive else amounts.net
		assert Fraction(shown) == exact_cost(line, digits)


@CASES
def test_the_tax_of_a_line_is_never_a_whole_unit_off(lines, rounding, is_inclusive, digits):
	totals = compute(lines, rounding, is_inclusive, digits)
	for line, amounts in zip(lines, totals.lines, strict=True):
		part = Fraction(line.tax_rate) / (100 + (Fraction(line.tax_rate) if is_inclusive else 0))
		assert abs(Fraction(amounts.tax) - exact_cost(line, digits) * part) <= Fraction(1, 10**digits)


def sum_of(all_amounts) -> Amounts:
	return sum(all_amounts, Amounts())


def decimal_of(amount: Fraction) -> Decimal:
	return Decimal(amount.numerator) / Decimal(amount.denominator)


def line(quantity: str, price: str, rate: str = "19", **values) -> Line:
	return Line(Decimal(quantity), Decimal(price), tax_rate=Decimal(rate), **values)


@pytest.mark.parametrize(
	("rounding", "tax"),
	# 0.19 on each of three lines of 1.02 is 0.1938; on 3.06 it is 0.5814
	[("Per Line", "0.57"), ("Per Total", "0.58")],
)
def test_the_two_roundings_differ_where_they_must(rounding, tax):
	lines = [line("1", "1.02")] * 3
	assert compute(lines, rounding, False, 2).whole.tax == Decimal(tax)


@pytest.mark.parametrize(
	("currency", "gross"), [("JPY", "2"), ("CLP", "2"), ("EUR", "2.98"), ("USD", "2.98"), ("KWD", "2.974")]
)
def test_each_currency_has_its_own_digits(currency, gross):
	totals = compute([line("1", "2.499")], "Per Total", False, CURRENCIES[currency])
	assert totals.whole.gross == Decimal(gross)


def test_halves_are_rounded_up_as_people_do():
	assert compute([line("0.5", "0.05", "0")], "Per Line", False, 2).whole.net == Decimal("0.03")


def test_what_is_not_chosen_has_its_amounts_and_is_not_counted():
	totals = compute([line("1", "10"), line("1", "5", is_chosen=False)], "Per Total", False, 2)
	assert totals.lines[1].gross == Decimal("5.95")
	assert totals.whole.gross == Decimal("11.90")


def test_no_lines_come_to_nothing():
	assert compute([], "Per Total", True, 2).whole == Amounts(*[Decimal("0.00")] * 3)
