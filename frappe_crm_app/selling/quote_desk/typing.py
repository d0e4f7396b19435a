"""Lines while they are typed: what a product brings to one, and what all of them come to. Nothing is stored."""

from math import isfinite

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import Rounding
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.selling.products.checking import refuse_bad_price, refuse_no_percentage
from frappe_crm_app.selling.products.pricing import facts_of, rates_of
from frappe_crm_app.selling.quotes.computing import fraction_digits, stored, total_values, totals_of
from frappe_crm_app.selling.quotes.lines import LARGEST_QUANTITY, MOST_LINES
from frappe_crm_app.selling.quotes.recurring import monthly_value
from frappe_crm_app.selling.quotes.untaxed import untaxed

QUOTE = "CRM Quote"
OF_QUOTE = ("currency", "prices_include_tax", "rounding")
OF_LINE = ("quantity", "unit_price", "discount_percent", "tax_class", "tax_rate")
OF_PRODUCT = ("description", "unit", "tax_class", "recurrence")


def totals(given: str | dict) -> dict:
	"""Return what typed lines come to; see `api.get_totals`."""
	frappe.has_permission(QUOTE, "read", throw=True)
	return shown(as_quote(read_json(given)))


def shown(quote: Document) -> dict:
	"""Return the totals of a quote, stored or not, as pages show them."""
	found = totals_of(quote)
	digits = fraction_digits(quote.currency)
	lines = [
		{"name": row.name} | {field: stored(getattr(amounts, field)) for field in ("net", "tax", "gross")}
		for row, amounts in zip(quote.lines, found.lines, strict=True)
	]
	taxes = [
		{"rate": stored(each.rate), "net": stored(each.net), "tax": stored(each.tax)} for each in found.taxes
	]
	whole = total_values(found) | {"monthly_value": stored(monthly_value(found, digits))}
	bare = untaxed(quote.lines, (amounts.net for amounts in found.lines))
	return {
		"currency": quote.currency,
		"digits": digits,
		"lines": lines,
		"taxes": taxes,
		"untaxed": bare,
		**whole,
	}


def as_quote(given: object) -> Document:
	"""Return the typed lines as a quote that is not saved; raises `QuoteError` or `AmountError`."""
	lines = given.get("lines") if isinstance(given, dict) else None
	if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
		frappe.throw(_("These are no lines of a quote."), QuoteError)
	if len(lines) > MOST_LINES:
		frappe.throw(_("A quote has at most {0} lines.").format(MOST_LINES), QuoteError)
	quote = frappe.new_doc(QUOTE)
	quote.update({field: plain(given.get(field)) for field in OF_QUOTE})
	quote.rounding = quote.rounding if quote.rounding in set(Rounding) else Rounding.PER_TOTAL
	quote.set("lines", [])
	for place, line in enumerate(lines, start=1):
		quote.append("lines", read_line(line, place))
	take_rates(quote)
	return quote


def read_line(given: dict, place: int) -> dict:
	"""Return the values of a typed line; one that is not filled in yet costs nothing. Raises `AmountError`, which names it."""
	line = frappe.new_doc("CRM Quote Line")
	line.update({field: plain(given.get(field)) for field in OF_LINE})
	recurrence = plain(given.get("recurrence"))
	try:
		for field in ("quantity", "unit_price", "discount_percent", "tax_rate"):
			line.set(field, finite(line.get(field)))
		if not 0 <= line.quantity < LARGEST_QUANTITY:
			frappe.throw(_("The quantity is too large or less than zero."), AmountError)
		refuse_bad_price(line, "unit_price")
		refuse_no_percentage(line, "discount_percent")
		refuse_no_percentage(line, "tax_rate")
	except (QuoteError, AmountError) as error:
		frappe.clear_last_message()
		frappe.throw(_("Line {0}: {1}").format(place, str(error)), type(error))
	return {
		**{field: line.get(field) for field in OF_LINE},
		"name": plain(given.get("name")),
		"recurrence": recurrence if recurrence in set(Recurrence) else Recurrence.ONCE,
		"is_optional": cint(plain(given.get("is_optional"))),
		"is_chosen": cint(plain(given.get("is_chosen"))),
	}


def finite(value: object) -> float:
	"""Return the number that was typed, 0 for what is none."""
	number = flt(value)
	return number if isfinite(number) else 0.0


def plain(value: object) -> object:
	"""Return a text or a number, `None` for anything else that was sent in its place."""
	return value if isinstance(value, str | int | float) else None


def take_rates(quote: Document) -> None:
	"""Set the rate of each line that has no rate and a tax class which is new to it, as saving does."""
	bare = [row for row in quote.lines if row.tax_class and not flt(row.tax_rate)]
	former = classes_of({str(row.name) for row in bare if row.name})
	bare = [row for row in bare if former.get(str(row.name)) != row.tax_class]
	rates = rates_of({row.tax_class for row in bare})
	for row in bare:
		row.tax_rate = rates.get(row.tax_class, 0)


def classes_of(lines: set[str]) -> dict[str, str]:
	"""Return the tax class of each of these lines that is stored."""
	stored_lines = {"name": ("in", sorted(lines))}
	rows = (
		frappe.get_all("CRM Quote Line", stored_lines, ["name", "tax_class"], order_by=None) if lines else []
	)
	return {row.name: row.tax_class for row in rows}


def line_of_product(product: str, currency: str) -> dict:
	"""Return what a product brings to a line; see `api.get_line`."""
	frappe.has_permission("CRM Sales Product", "read", throw=True)
	facts = facts_of({product}, currency).get(product)
	if not facts:
		frappe.throw(_("There is no such product."), frappe.DoesNotExistError)
	rate = rates_of({facts.tax_class}).get(facts.tax_class, 0) if facts.tax_class else 0
	return {
		"product": product,
		"title": facts.product_name,
		**{field: facts[field] for field in OF_PRODUCT},
		"tax_rate": rate,
		"unit_price": flt(facts.price),
		"has_price": facts.price is not None,
	}
