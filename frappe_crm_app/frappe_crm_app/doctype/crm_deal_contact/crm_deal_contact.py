from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMDealContact(PartOfRecord):
	"""Somebody of a deal: what they have to say in it, and whether they are its contact."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact: DF.Link
		deal_role: DF.Literal[
			"",
			"Decision Maker",
			"Champion",
			"Influencer",
			"Buyer",
			"User",
			"Technical Contact",
			"Blocker",
			"Other",
		]
		is_primary: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
