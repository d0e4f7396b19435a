import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.audiences.conditions import keep_conditions


class CRMSegment(Document):
	"""People chosen by conditions, anew each time it is looked at, or by hand."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		conditions: DF.Code | None
		deal_conditions: DF.Code | None
		deal_match: DF.Literal["", "Any Deal", "No Deal"]
		description: DF.SmallText | None
		kind: DF.Literal["Conditions", "Chosen"]
		title: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_conditions(self)

	def on_trash(self) -> None:
		frappe.db.delete("CRM Segment Member", {"segment": self.name})
