from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMQuoteLine(PartOfRecord):
	"""One thing that is offered, as it stands on the quote whatever becomes of the product."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		comes_from: DF.Data | None
		description: DF.SmallText | None
		discount_percent: DF.Percent
		gross: DF.Currency
		group_title: DF.Data | None
		is_chosen: DF.Check
		is_optional: DF.Check
		net: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		position: DF.Int
		product: DF.Link | None
		quantity: DF.Float
		recurrence: DF.Literal["Once", "Monthly", "Yearly"]
		tax: DF.Currency
		tax_class: DF.Link | None
		tax_rate: DF.Percent
		title: DF.Data | None
		unit: DF.Data | None
		unit_price: DF.Currency
	# end: auto-generated types
