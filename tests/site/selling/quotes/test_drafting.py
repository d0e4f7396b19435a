"""What a save makes of a draft, and what it refuses in one sentence."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.selling.quotes.creating import create_from
from tests.factories import make_contact, make_customer, make_deal, make_product, make_quote, make_tax_class


def line(**values) -> dict:
	return {"title": "Crane", "quantity": 1, "unit_price": 100, "tax_rate": 19, **values}


def test_the_totals_are_computed_whatever_was_sent_for_them():
	quote = make_quote(
		gross_total=1,
		lines=[
			line(net=5, gross=5),
			line(unit_price=10, recurrence="Monthly"),
			line(unit_price=120, recurrence="Yearly", tax_rate=7),
			line(unit_price=50, is_optional=1),
			line(unit_price=40, is_optional=1, is_chosen=1),
		],
	)
	quote.reload()
	assert (quote.net_total, quote.tax_total, quote.gross_total) == (270, 36.9, 306.9)
	assert (quote.once_total, quote.monthly_total, quote.yearly_total) == (166.6, 11.9, 128.4)
	assert [(tax.rate, tax.net, tax.tax) for tax in quote.taxes] == [(7, 120, 8.4), (19, 150, 28.5)]
	assert [row.gross for row in quote.lines] == [119, 11.9, 128.4, 59.5, 47.6]


@pytest.mark.parametrize(
	("currency", "net", "tax"), [("JPY", 2, 0), ("KWD", 2.499, 0.475), ("EUR", 2.5, 0.48), ("CLP", 2, 0)]
)
def test_each_currency_has_its_digits(currency, net, tax):
	frappe.db.set_value("Currency", currency, "enabled", 1)
	quote = make_quote(currency=currency, lines=[line(unit_price=2.499)])
	assert (quote.net_total, quote.tax_total) == (net, tax)
	assert quote.gross_total == pytest.approx(net + tax, abs=1e-9)


def test_a_product_fills_what_the_line_does_not_say():
	tax = make_tax_class(7)
	product = make_product(80, unit="hour", recurrence="Monthly", tax_class=tax.name, description="Big")
	row = make_quote(lines=[{"product": product.name, "quantity": 2}]).lines[0]
	assert (row.title, row.unit, row.recurrence, row.description) == (
		product.product_name,
		"hour",
		"Monthly",
		"Big",
	)
	assert (row.unit_price, row.tax_rate, row.net, row.tax) == (80, 7, 160, 11.2)


def test_a_line_keeps_its_words_and_price_whatever_becomes_of_the_product():
	product = make_product(80)
	quote = make_quote(lines=[{"product": product.name}])
	product.update({"product_name": "Other", "is_active": 0})
	product.prices[0].price = 99
	product.save()
	quote.title = "Again"
	quote.save()
	assert quote.lines[0].unit_price == 80
	assert quote.lines[0].title != "Other"


def test_a_quote_from_a_deal_is_for_its_people_and_seen_through_it():
	contact = make_contact(customer=make_customer().name)
	deal = make_deal(contact=contact.name, currency="USD")
	quote = make_quote(deal=deal.name)
	assert (quote.contact, quote.customer) == (contact.name, contact.customer)
	assert (quote.reference_doctype, quote.reference_name) == ("CRM Sales Deal", deal.name)


def test_it_is_valid_for_as_long_as_the_settings_say(settings):
	settings(quote_valid_days=12)
	assert getdate(make_quote().valid_until) == getdate(add_days(nowdate(), 12))


def test_nobody_begins_with_anything_but_a_draft():
	quote = make_quote(
		status="Accepted",
		quote_number="Q-1999-0001",
		version=7,
		is_current=0,
		accepted_by="Me",
		pdf_sha256="0" * 64,
	)
	assert (quote.status, quote.quote_number, quote.version, quote.is_current) == ("Draft", None, 1, 1)
	assert (quote.accepted_by, quote.pdf_sha256) == (None, None)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"quantity": -1}, "Line 1: The quantity must be greater than zero."),
		({"quantity": 0}, "Line 1: The quantity must be greater than zero."),
		({"quantity": 1e9}, "Line 1: The quantity is too large."),
		({"unit_price": -0.5}, "Line 1: Unit Price cannot be negative."),
		({"unit_price": 1e11}, "Line 1: Unit Price is too large."),
		({"quantity": 9e8, "unit_price": 9e10}, "The total is too large."),
		({"discount_percent": 100.5}, "Line 1: Discount is a percentage from 0 to 100."),
		({"discount_percent": -1}, "Line 1: Discount is a percentage from 0 to 100."),
		({"tax_rate": 101}, "Line 1: Tax Rate is a percentage from 0 to 100."),
		({"title": "  "}, "Line 1: Say what is offered."),
	],
)
def test_a_line_that_cannot_be_offered_is_refused_in_one_sentence(values, sentence):
	with pytest.raises((QuoteError, AmountError)) as refused:
		make_quote(lines=[line(**values)])
	assert str(refused.value) == sentence


def test_a_total_is_not_too_large_either_with_every_optional_line():
	with pytest.raises(AmountError, match="The total is too large"):
		make_quote(lines=[line(unit_price=6e10, is_optional=1), line(unit_price=6e10, is_optional=1)])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "nan", "twelve", 10**400])
@pytest.mark.parametrize("field", ["quantity", "unit_price", "discount_percent", "tax_rate"])
def test_what_is_no_number_is_refused(field, number):
	with pytest.raises(frappe.ValidationError, match=r"no number|not a number"):
		make_quote(lines=[line(**{field: number})])


def test_a_product_without_a_price_in_the_quotes_currency_asks_for_one():
	product = make_product(80, currency="EUR")
	with pytest.raises(QuoteError, match="has no price in USD"):
		make_quote(lines=[{"product": product.name}])
	assert make_quote(lines=[{"product": product.name, "unit_price": 90}]).net_total == 90


def test_products_have_their_price_in_the_currency_that_the_quote_is_changed_to():
	both, one = make_product(80, currency="EUR"), make_product(70, currency="USD")
	both.append("prices", {"currency": "USD", "price": 90})
	both.save()
	quote = make_quote(currency="USD", lines=[{"product": both.name}, line(unit_price=5, tax_rate=0)])
	quote.currency = "EUR"
	quote.save()
	assert [row.unit_price for row in quote.lines] == [80, 5]
	quote.append("lines", {"product": one.name, "unit_price": 60})
	quote.save()
	quote.currency = "CHF"
	with pytest.raises(QuoteError, match="has no price in CHF"):
		quote.save()


def test_a_product_that_is_not_sold_any_more_is_not_offered_anew():
	product = make_product(80, is_active=0)
	with pytest.raises(QuoteError, match="is not sold any more"):
		make_quote(lines=[{"product": product.name}])


def test_a_currency_that_is_none_is_refused():
	with pytest.raises(frappe.LinkValidationError):
		make_quote(currency="XXZ")


def test_a_quote_is_for_somebody():
	quote = frappe.new_doc("CRM Quote")
	quote.update({"title": "Nobody's", "lines": [line()]})
	with pytest.raises(QuoteError, match="Say whom the quote is for"):
		quote.insert()


def test_a_thousand_lines_are_too_many_and_five_hundred_are_not():
	with pytest.raises(QuoteError, match="at most 500 lines"):
		make_quote(lines=[line()] * 1000)
	assert make_quote(lines=[line() for _number in range(500)]).net_total == 50_000


def test_texts_are_left_without_what_loads_or_runs():
	html = "<p onclick='x()'>Dear <b>Ada</b><img src='http://127.0.0.1/'><script>x()</script></p>"
	quote = make_quote(introduction=html)
	assert quote.introduction == "<p>Dear <b>Ada</b></p>"


@pytest.fixture
def dollars_by_default():
	"""Frappe fills an empty currency of any new record with the site's default, as after its setup."""
	before = frappe.defaults.get_global_default("currency")
	frappe.defaults.set_global_default("currency", "USD")
	yield
	if before != "USD":
		frappe.defaults.clear_default("currency", parent="__default")


def test_a_quote_from_a_deal_is_in_its_currency_whatever_the_sites_default_is(dollars_by_default):
	deal = make_deal(currency="EUR", conversion_rate=1.1)
	assert create_from("CRM Sales Deal", deal.name).currency == "EUR"
	assert create_from("CRM Contact", deal.contact or make_contact().name).currency == base_currency()


def test_a_quote_that_a_script_makes_for_a_deal_is_in_its_currency_unless_it_says_another(dollars_by_default):
	deal = make_deal(currency="EUR", conversion_rate=1.1)
	draft = {"doctype": "CRM Quote", "title": "Cranes", "deal": deal.name, "lines": [line()]}
	assert frappe.get_doc(draft).insert().currency == "EUR"
	assert frappe.get_doc({**draft, "currency": "USD"}).insert().currency == "USD"
