from frappe.model.document import Document

from frappe_crm_app.selling.products.checking import check_product


class CRMSalesProduct(Document):
	"""What can be sold: its unit, its tax, and its price in each currency."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product_price.crm_sales_product_price import (
			CRMSalesProductPrice,
		)

		description: DF.SmallText | None
		erpnext_item: DF.Data | None
		is_active: DF.Check
		prices: DF.Table[CRMSalesProductPrice]
		product_code: DF.Data
		product_name: DF.Data
		recurrence: DF.Literal["Once", "Monthly", "Yearly"]
		tax_class: DF.Link | None
		unit: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		check_product(self)
