from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMCustomerRelation(PartOfRecord):
	"""How a customer relates to another."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		customer: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		relation: DF.Literal[
			"Parent Company", "Subsidiary", "Partner", "Supplier", "Reseller", "Competitor", "Family", "Other"
		]
	# end: auto-generated types
