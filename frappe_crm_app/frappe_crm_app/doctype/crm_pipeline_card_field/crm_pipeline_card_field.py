from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMPipelineCardField(PartOfRecord):
	"""A field that the cards of a pipeline show on the board."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		fieldname: DF.Autocomplete
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
