from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMContactPhone(PartOfRecord):
	"""A phone number of a contact that has several, or about one of which there is more to say."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		extension: DF.Data | None
		invalid_since: DF.Datetime | None
		is_primary: DF.Check
		kind: DF.Literal["", "Work", "Mobile", "Home", "Fax", "Other"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phone: DF.Data
		reason: DF.Data | None
	# end: auto-generated types
