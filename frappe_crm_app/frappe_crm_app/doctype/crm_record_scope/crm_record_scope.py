import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app import MODULE


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
		if frappe.db.get_value("DocType", self.record_type, "module") != MODULE:
			frappe.throw(_("{0} is no record of the CRM.").format(_(self.record_type)))
		same = {"role": self.role, "record_type": self.record_type, "name": ("!=", self.name)}
		if frappe.db.exists("CRM Record Scope", same):
			frappe.throw(_("{0} already has a scope for {1}.").format(self.role, _(self.record_type)))
