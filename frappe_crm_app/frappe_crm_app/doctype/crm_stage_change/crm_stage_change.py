import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMStageChange(Document):
	"""One move of a deal or a customer from stage to stage. Only ever added, and removed with its record."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		changed_by: DF.Link | None
		changed_on: DF.Datetime | None
		from_stage: DF.Link | None
		pipeline: DF.Link | None
		reference_doctype: DF.Link
		reference_name: DF.DynamicLink
		seconds_in_stage: DF.Duration | None
		to_stage: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("The history of moves cannot be changed."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("The history of moves cannot be deleted."), HistoryError)


def on_doctype_update() -> None:
	"""Index the history of one record, newest first."""
	frappe.db.add_index("CRM Stage Change", ["reference_doctype", "reference_name", "changed_on"])
