import frappe
import pytest

from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from tests.factories import make_product, make_tax_class


def test_a_product_has_one_price_in_each_currency():
	product = make_product(10)
	product.append("prices", {"currency": "EUR", "price": 9})
	product.save()
	product.append("prices", {"currency": "USD", "price": 11})
	with pytest.raises(QuoteError, match="one price in each currency"):
		product.save()


def test_a_code_is_one_products():
	product = make_product()
	with pytest.raises(frappe.UniqueValidationError):
		make_product(product_code=product.product_code)


@pytest.mark.parametrize(
	("price", "sentence"), [(-1, "Price cannot be negative."), (1e11, "Price is too large.")]
)
def test_a_price_that_cannot_be_is_refused(price, sentence):
	with pytest.raises(AmountError, match=sentence):
		make_product(price)


@pytest.mark.parametrize("rate", [-1, 100.1])
def test_a_rate_is_a_percentage(rate):
	with pytest.raises(AmountError, match="Rate is a percentage from 0 to 100"):
		make_tax_class(rate)
