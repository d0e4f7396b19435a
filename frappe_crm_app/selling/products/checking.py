"""What a product and a tax class may hold."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.pipeline.money import LARGEST_AMOUNT

PRICE_DECIMALS = 4


def refuse_bad_rate(tax_class: Document) -> None:
	"""Raise `AmountError` for a rate that is no percentage from 0 to 100."""
	read_values(tax_class)
	refuse_no_percentage(tax_class, "rate")


def refuse_no_percentage(doc: Document, fieldname: str) -> None:
	"""Raise `AmountError` for what is no percentage from 0 to 100."""
	if not 0 <= flt(doc.get(fieldname)) <= 100:
		frappe.throw(
			_("{0} is a percentage from 0 to 100.").format(_(doc.meta.get_label(fieldname))), AmountError
		)
	doc.set(fieldname, flt(doc.get(fieldname), PRICE_DECIMALS))


def check_product(product: Document) -> None:
	"""Read what came in, and refuse two prices in one currency and prices that cannot be."""
	read_values(product)
	product.product_name, product.product_code = (
		cstr(product.get(field)).strip() for field in ("product_name", "product_code")
	)
	product.recurrence = product.recurrence or Recurrence.ONCE
	currencies = [row.currency for row in product.prices]
	if len(currencies) != len(set(currencies)):
		frappe.throw(_("A product has one price in each currency."), QuoteError)
	for row in product.prices:
		read_values(row)
		refuse_bad_price(row, "price")


def refuse_bad_price(row: Document, fieldname: str) -> None:
	"""Raise `AmountError` for a price below 0 or too large to store; keep four digits after the point."""
	label = _(row.meta.get_label(fieldname))
	price = flt(row.get(fieldname), PRICE_DECIMALS)
	if price < 0:
		frappe.throw(_("{0} cannot be negative.").format(label), AmountError)
	if price >= LARGEST_AMOUNT:
		frappe.throw(_("{0} is too large.").format(label), AmountError)
	row.set(fieldname, price)
