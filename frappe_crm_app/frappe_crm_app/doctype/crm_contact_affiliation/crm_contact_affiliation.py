from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMContactAffiliation(PartOfRecord):
	"""A contact's place at one customer."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		customer: DF.Link
		is_primary: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		role: DF.Data | None
	# end: auto-generated types
