from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMQuoteTax(PartOfRecord):
	"""What is taxed with one rate, and the tax on it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		net: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rate: DF.Percent
		tax: DF.Currency
	# end: auto-generated types
