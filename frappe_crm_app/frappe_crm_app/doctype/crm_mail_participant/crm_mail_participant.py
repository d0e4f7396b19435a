from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMMailParticipant(PartOfRecord):
	"""Somebody whom a mail names as its sender or recipient."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact: DF.Link | None
		email: DF.Data | None
		full_name: DF.Data | None
		kind: DF.Literal["From", "To", "Cc", "Reply-To"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
