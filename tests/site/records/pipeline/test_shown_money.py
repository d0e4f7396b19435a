"""Amounts in words: a symbol that several currencies have names none of them, but at home."""

import frappe
import pytest

from frappe_crm_app.records.pipeline.shown_money import ambiguous_symbol, shown_money


@pytest.fixture
def symbols():
	"""The site counts in dollars; pesos have the same sign, euros one of their own."""
	for name, symbol, enabled in (("USD", "$", 1), ("MXN", "$", 0), ("EUR", "€", 1), ("GBP", "£", 1)):
		frappe.db.set_value("Currency", name, {"symbol": symbol, "enabled": enabled})
	frappe.get_doc("CRM Desk Settings").update({"base_currency": "USD"}).save()


def test_a_shared_symbol_gives_way_to_the_code_unless_it_is_the_sites_own(symbols):
	assert shown_money(1461.6, "USD", 2) == "$ 1,461.60"
	assert shown_money(1461.6, "MXN", 2) == "MXN 1,461.60"
	assert shown_money(1461.6, "EUR", 2) == "€ 1,461.60"
	assert shown_money(1461.6, "GBP", 2) == "£ 1,461.60"  # nobody uses the other pounds here


def test_without_a_currency_it_is_a_number(symbols):
	assert shown_money(None, None, 2) == "0.00"
	assert ambiguous_symbol("EUR") == ""
