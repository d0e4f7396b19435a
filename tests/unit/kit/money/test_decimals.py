from decimal import Decimal

import pytest

from frappe_crm_app.kit.money.decimals import read_decimal, rounded


@pytest.mark.parametrize(
	("value", "number"),
	[
		(0.1, "0.1"),
		("12.50", "12.50"),
		(3, "3"),
		(None, "0"),
		("", "0"),
		(1e22, "1e22"),
		(99999999999.9999, "99999999999.9999"),
	],
)
def test_a_number_is_read_as_it_is_written(value, number):
	assert read_decimal(value) == Decimal(number)


@pytest.mark.parametrize("value", ["nan", float("nan"), float("inf"), "twelve", "1,5", Decimal("-Infinity")])
def test_what_is_no_number_is_refused(value):
	with pytest.raises(ValueError, match="is no number"):
		read_decimal(value)


@pytest.mark.parametrize(
	("amount", "digits", "result"),
	[("2.5", 0, "3"), ("1.005", 2, "1.01"), ("1.0045", 3, "1.005"), ("7", 2, "7.00")],
)
def test_halves_go_up(amount, digits, result):
	assert str(rounded(Decimal(amount), digits)) == result
