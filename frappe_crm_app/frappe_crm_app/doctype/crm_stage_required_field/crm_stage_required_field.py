from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMStageRequiredField(PartOfRecord):
	"""A field that a record needs to enter a stage."""

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
