from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMRespondioForm(PartOfRecord):
	"""A public form whose prospects are sent to respond.io."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		lead_form: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
