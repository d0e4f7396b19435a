import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMWorkflowRuleVersion(Document):
	"""What a rule said at some time: made when its definition changes, and never changed. Runs go on by the one that they began with."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		definition: DF.Code
		number: DF.Int
		rule: DF.Link
	# end: auto-generated types

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A version of a rule is never changed."), HistoryError)


def on_doctype_update() -> None:
	"""Number the versions of a rule."""
	frappe.db.add_unique("CRM Workflow Rule Version", ["rule", "number"], "workflow_rule_version")
