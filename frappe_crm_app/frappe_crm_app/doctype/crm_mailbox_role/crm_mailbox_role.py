from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMMailboxRole(PartOfRecord):
	"""A role whose people share a mailbox."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		role: DF.Link
	# end: auto-generated types
