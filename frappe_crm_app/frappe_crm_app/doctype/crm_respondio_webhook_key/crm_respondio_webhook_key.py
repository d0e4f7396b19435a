from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMRespondioWebhookKey(PartOfRecord):
	"""The signing key of one webhook at respond.io."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		label: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		signing_key: DF.Password
	# end: auto-generated types
