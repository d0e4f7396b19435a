from frappe.model.document import Document

from frappe_crm_app.selling.products.checking import refuse_bad_rate


class CRMTaxClass(Document):
	"""A rate of tax under the name that people know it by."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		class_name: DF.Data
		description: DF.SmallText | None
		rate: DF.Percent
	# end: auto-generated types

	def validate(self) -> None:
		refuse_bad_rate(self)
