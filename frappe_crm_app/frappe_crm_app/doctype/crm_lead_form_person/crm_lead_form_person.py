from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMLeadFormPerson(PartOfRecord):
	"""One of the people who take turns in a form's leads."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		user: DF.Link
	# end: auto-generated types
