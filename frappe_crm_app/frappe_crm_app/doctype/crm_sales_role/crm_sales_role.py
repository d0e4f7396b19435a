from frappe.model.document import Document


class CRMSalesRole(Document):
	"""What a salesperson sells or serves."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		disabled: DF.Check
		description: DF.SmallText | None
		role_name: DF.Data
	# end: auto-generated types
