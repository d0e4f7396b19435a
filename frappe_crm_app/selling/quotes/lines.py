"""The lines of a draft: taken from products, checked, put in order."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.selling.products.checking import refuse_bad_price, refuse_no_percentage
from frappe_crm_app.selling.products.pricing import facts_of, rates_of

MOST_LINES = 500
LARGEST_QUANTITY = 1e9
QUANTITY_DECIMALS = 6
LONGEST_DESCRIPTION = 5000  # characters


def prepare_lines(quote: Document) -> None:
	"""Fill the lines from their products, where they say nothing themselves, and refuse what cannot be offered.

	A line that was copied from another quote (`flags.is_copied`) says all that it is to say. Raises `QuoteError` or `AmountError`, naming the line
	by its number.
	"""
	if len(quote.lines) > MOST_LINES:
		frappe.throw(_("A quote has at most {0} lines.").format(MOST_LINES), QuoteError)
	for row in quote.lines:
		read_values(row)
	products = facts_of({row.product for row in quote.lines if row.product}, quote.currency)
	before = quote.get_doc_before_save()
	former = {row.name: row for row in before.lines} if before else {}
	forget_prices_of_former_currency(quote, before, former)
	for place, row in enumerate(quote.lines, start=1):
		row.position = place
		take_product(row, products.get(row.product), former.get(row.name), quote.currency)
		check_line(row)
	take_rates(quote, former)


def forget_prices_of_former_currency(
	quote: Document, before: Document | None, former: dict[str, Document]
) -> None:
	"""Let products have their price in the quote's new currency, where nobody has entered another one with it."""
	if not before or before.currency == quote.currency:
		return
	for row in quote.lines:
		was = former.get(row.name)
		if row.product and was and flt(was.unit_price) == flt(row.unit_price):
			row.flags.takes_price = True


def take_product(row: Document, product: frappe._dict | None, former: Document | None, currency: str) -> None:
	"""Fill what the line does not say from its product, whose words it keeps whatever becomes of that."""
	if not product:
		return
	is_taken_now = not row.flags.is_copied and (not former or former.product != row.product)
	if is_taken_now and not product.is_active:
		frappe.throw(
			_("Line {0}: {1} is not sold any more.").format(row.position, escaped(product.product_name)),
			QuoteError,
		)
	row.title = row.title or product.product_name
	if row.flags.takes_price or (is_taken_now and not flt(row.unit_price)):
		take_price(row, product, currency)
	if not is_taken_now:
		return
	row.unit = row.unit or product.unit
	row.description = row.description or product.description
	row.tax_class = row.tax_class or product.tax_class
	if not row.recurrence or row.recurrence == Recurrence.ONCE:
		row.recurrence = product.recurrence


def take_price(row: Document, product: frappe._dict, currency: str) -> None:
	"""Set the product's price in the quote's currency; raises `QuoteError` where it has prices in others only."""
	if product.price is None:
		frappe.throw(
			_("Line {0}: {1} has no price in {2}. Enter one.").format(
				row.position, escaped(product.product_name), currency
			),
			QuoteError,
		)
	row.unit_price = product.price


def check_line(row: Document) -> None:
	"""Refuse a line without a title, and amounts that cannot be; raises `QuoteError` or `AmountError`."""
	try:
		row.title = cstr(row.title).strip()
		if not row.title:
			frappe.throw(_("Say what is offered."), QuoteError)
		if len(row.description or "") > LONGEST_DESCRIPTION:
			frappe.throw(_("The description is too long."), QuoteError)
		refuse_bad_quantity(row)
		refuse_bad_price(row, "unit_price")
		refuse_no_percentage(row, "discount_percent")
		refuse_no_percentage(row, "tax_rate")
	except (QuoteError, AmountError) as error:
		frappe.clear_last_message()
		frappe.throw(_("Line {0}: {1}").format(row.position, str(error)), type(error))
	row.recurrence = row.recurrence or Recurrence.ONCE
	row.is_optional = cint(bool(cint(row.is_optional)))
	row.is_chosen = cint(bool(cint(row.is_chosen))) if row.is_optional else 1


def refuse_bad_quantity(row: Document) -> None:
	"""Raise `AmountError` for nothing, less than nothing and what is too much to reckon with; keep six digits after the point."""
	quantity = flt(row.quantity, QUANTITY_DECIMALS)
	if quantity <= 0:
		frappe.throw(_("The quantity must be greater than zero."), AmountError)
	if quantity >= LARGEST_QUANTITY:
		frappe.throw(_("The quantity is too large."), AmountError)
	row.quantity = quantity


def take_rates(quote: Document, former: dict[str, Document]) -> None:
	"""Set the rate of each line whose tax class is new to it, unless a rate came with it."""
	rates = rates_of({row.tax_class for row in quote.lines if row.tax_class})
	for row in quote.lines:
		before = former.get(row.name)
		is_copied = row.flags.is_copied
		is_new = row.tax_class and not is_copied and (not before or before.tax_class != row.tax_class)
		has_own = flt(row.tax_rate) and (not before or flt(before.tax_rate) != flt(row.tax_rate))
		if is_new and not has_own:
			row.tax_rate = rates.get(row.tax_class, row.tax_rate)


def escaped(text: str) -> str:
	"""Return a text as it may stand in a message."""
	return frappe.utils.escape_html(text)
