"""Amounts as people read them: by its symbol only where nobody can take it for another currency."""

import frappe
from frappe.utils import flt, fmt_money
from frappe.utils.caching import request_cache

from frappe_crm_app.records.pipeline.money import base_currency


def shown_money(amount: float | None, currency: str | None, precision: int | None = None) -> str:
	"""Return an amount with the symbol of its currency, or with its code where other currencies have that symbol, too.

	"$ 12.00" is the site's own dollar; the pesos of somebody abroad are "MXN 12.00".
	"""
	shown = fmt_money(flt(amount), precision=precision, currency=currency)
	symbol = ambiguous_symbol(currency) if currency and currency != base_currency() else ""
	return shown.replace(symbol, currency, 1) if symbol else shown


@request_cache
def ambiguous_symbol(currency: str) -> str:
	"""Return the symbol of a currency as it is shown, `""` where it has none, or neither the site's own nor another enabled one shares it."""
	symbol = frappe.db.get_value("Currency", currency, "symbol", cache=True)
	if not symbol:
		return ""
	others = {"symbol": symbol, "enabled": 1, "name": ("!=", currency)}
	is_at_home = symbol == frappe.db.get_value("Currency", base_currency(), "symbol", cache=True)
	return frappe._(symbol) if is_at_home or frappe.db.exists("Currency", others) else ""
