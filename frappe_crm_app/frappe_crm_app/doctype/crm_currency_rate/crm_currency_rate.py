from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMCurrencyRate(PartOfRecord):
	"""What one unit of a currency is worth in the base currency."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		currency: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rate: DF.Float
	# end: auto-generated types
