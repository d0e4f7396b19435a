"""Prices as people agree on them, in the currency that is usual where the customer sits."""

from math import floor, log10

from frappe_crm_app.demo.data.offers import CURRENCY_OF_COUNTRY, DOLLARS
from frappe_crm_app.demo.setting import Setting

DIGITS = 3  # of a price that are not zero


def usual_currency(setting: Setting, country: str) -> str:
	"""Return the country's currency, or the base currency where the site could not convert it."""
	currency = CURRENCY_OF_COUNTRY.get(country, "USD")
	return currency if currency in setting.rates else setting.base_currency


def price_in(setting: Setting, currency: str, dollars: float) -> int:
	"""Return about as much as `dollars` in whole units of `currency`, as a round number."""
	amount = dollars / DOLLARS.get(currency, 1.0)
	if amount < 1:
		return 0
	step = 10 ** max(0, floor(log10(amount)) + 1 - DIGITS)
	return round(amount / step) * step
