"""What a product brings to a line of a quote."""

import frappe

PRODUCT, PRICE = "CRM Sales Product", "CRM Sales Product Price"


def facts_of(names: set[str], currency: str) -> dict[str, frappe._dict]:
	"""Return of each product its names, unit, tax class, recurrence and `price` in this currency, `None` where it has none there."""
	if not names:
		return {}
	product, price = frappe.qb.DocType(PRODUCT), frappe.qb.DocType(PRICE)
	rows = (
		frappe.qb.from_(product)
		.left_join(price)
		.on((price.parent == product.name) & (price.parenttype == PRODUCT) & (price.currency == currency))
		.where(product.name.isin(sorted(names)))
		.select(
			product.name,
			product.product_name,
			product.description,
			product.unit,
			product.tax_class,
			product.recurrence,
			product.is_active,
			price.price,
		)
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def rates_of(tax_classes: set[str]) -> dict[str, float]:
	"""Return the rate of each tax class, in percent."""
	if not tax_classes:
		return {}
	rows = frappe.get_all(
		"CRM Tax Class", filters={"name": ("in", sorted(tax_classes))}, fields=["name", "rate"], order_by=None
	)
	return {row.name: row.rate for row in rows}
