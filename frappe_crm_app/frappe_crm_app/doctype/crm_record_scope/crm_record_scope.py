import frappe
from frappe import _
from frappe.model.document import Document


class CRMRecordScope(Document):
	"""Which records of one type a role reaches."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		record_type: DF.Link
		role: DF.Link
		scope: DF.Literal["All", "Clients", "Team", "Own", "Linked", "None"]
	# end: auto-generated types

	def validate(self) -> None:
		same = {"role": self.role, "record_type": self.record_type, "name": ("!=", self.name)}
		if frappe.db.exists("CRM Record Scope", same):
			frappe.throw(_("{0} already has a scope for {1}.").format(self.role, _(self.record_type)))
