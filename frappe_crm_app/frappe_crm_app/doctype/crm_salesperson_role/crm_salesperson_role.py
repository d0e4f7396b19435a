from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMSalespersonRole(PartOfRecord):
	"""One of a salesperson's roles."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sales_role: DF.Link
	# end: auto-generated types
