from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMCampaignAudience(PartOfRecord):
	"""A segment or list of a campaign's audience, or one whose people are left out."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.DynamicLink
		is_excluded: DF.Check
		kind: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
