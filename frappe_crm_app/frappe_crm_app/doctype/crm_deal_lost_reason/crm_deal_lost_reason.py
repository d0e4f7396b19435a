from frappe.model.document import Document


class CRMDealLostReason(Document):
	"""Why a deal was lost."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		reason: DF.Data
	# end: auto-generated types
