"""The endpoints of a quote's form. Each asks for the rights of the session's user."""

import frappe

from frappe_crm_app.selling.quote_desk import addressing, chips, page, typing


@frappe.whitelist(methods=["GET"])
def get_page(name: str) -> dict:
	"""Return `{quote, totals, lines, versions, changes, history, files, renewal, may}` of a quote; see `page.page`.

	Raises `frappe.PermissionError` for one that is hidden or not there.
	"""
	return page.page(name)


@frappe.whitelist(methods=["POST"])
def get_totals(quote: str | dict) -> dict:
	"""Return what typed lines come to, stored nowhere.

	`quote` is `{currency, prices_include_tax, rounding, lines}`. The answer is `{currency, digits, lines: [{name, net, tax, gross}],
	taxes: [{rate, net, tax}], untaxed: [place], net_total, tax_total, gross_total, once_total, monthly_total, yearly_total, monthly_value}`;
	`untaxed` are the lines, from 1, of which nobody has said how they are taxed.
	Raises `QuoteError` or `AmountError`, which name the line.
	"""
	return typing.totals(quote)


@frappe.whitelist(methods=["GET"])
def get_line(product: str, currency: str) -> dict:
	"""Return what a product brings to a line: `{product, title, description, unit, unit_price, has_price, tax_class, tax_rate, recurrence}`."""
	return typing.line_of_product(product, currency)


@frappe.whitelist(methods=["GET"])
def get_mail(name: str) -> dict:
	"""Return `{addresses: [{address, label}], to: [address], subject, message, untaxed}` for the mail that brings a quote.

	`untaxed` are the lines, from 1, of which nobody has said how they are taxed.
	"""
	return addressing.mail(name)


@frappe.whitelist(methods=["GET"])
def get_chips(filters: str | list | None = None) -> dict:
	"""Return `{total, counts, filters}` of the list of quotes: by each chip, how many there are and which filters it means."""
	return chips.counts(filters)
