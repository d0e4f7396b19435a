from frappe.model.document import Document


class CRMSource(Document):
	"""Where a contact or deal came from."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		source_name: DF.Data
	# end: auto-generated types
