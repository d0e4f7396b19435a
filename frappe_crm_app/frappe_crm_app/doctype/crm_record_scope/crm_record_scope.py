import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.visibility.cache import forget


class CRMRecordScope(Document):
	"""Which records of one type a role reaches."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		record_type: DF.Link
		role: DF.Link
		scope: DF.Literal["All", "Clients", "Partners", "Team", "Own", "Linked", "None"]
	# end: auto-generated types

	def validate(self) -> None:
		self.refuse_other_records()
		self.refuse_second_of_role()

	def on_update(self) -> None:
		forget()

	def after_delete(self) -> None:
		forget()

	def refuse_other_records(self) -> None:
		"""Refuse a scope on what is seen through other records, or is no record of ours."""
		if self.record_type not in SCOPED_RECORDS:
			frappe.throw(
				_("A scope is about one of {0}. What hangs on these is seen with them.").format(
					", ".join(_(doctype) for doctype in SCOPED_RECORDS)
				)
			)

	def refuse_second_of_role(self) -> None:
		"""Refuse a second scope of one role on the same records."""
		same = {"role": self.role, "record_type": self.record_type, "name": ("!=", self.name)}
		if frappe.db.exists("CRM Record Scope", same):
			frappe.throw(_("{0} already has a scope for {1}.").format(self.role, _(self.record_type)))
