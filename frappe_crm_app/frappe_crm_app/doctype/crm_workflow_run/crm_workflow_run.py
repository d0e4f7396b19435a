import frappe
from frappe.model.document import Document

from frappe_crm_app.automation.workflow_rules.retention import DAYS, forget_older_than


class CRMWorkflowRun(Document):
	"""What a rule did, or why it did nothing, about one record on one occasion: written by `automation/workflow_rules/` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actor: DF.Link | None
		asked_contact: DF.Data | None
		asked_customer: DF.Data | None
		asked_deal: DF.Data | None
		attempts: DF.Int
		awaited_kind: DF.Data | None
		depth: DF.Int
		event: DF.Link | None
		finished_on: DF.Datetime | None
		heard_event: DF.Data | None
		is_bulk: DF.Check
		iteration: DF.Int
		moment: DF.Datetime | None
		next_attempt_on: DF.Datetime | None
		occasion: DF.Data | None
		once_key: DF.Data | None
		place: DF.Data | None
		priority: DF.Int
		reason: DF.SmallText | None
		reason_key: DF.Data | None
		reference_doctype: DF.Link
		reference_name: DF.Data
		rule: DF.Link
		seen: DF.Code | None
		status: DF.Literal["Queued", "Waiting", "Completed", "Failed", "Cancelled", "Skipped"]
		version: DF.Link
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget runs that were over so many days ago, with their steps (Frappe's Log Settings)."""
		forget_older_than(days)


def on_doctype_update() -> None:
	"""Let a rule run once for each occasion, and index what jobs, events and the page of rules ask for."""
	frappe.db.add_unique("CRM Workflow Run", ["rule", "occasion"], "workflow_run_occasion")
	frappe.db.add_index("CRM Workflow Run", ["status", "next_attempt_on"], "workflow_run_due")
	frappe.db.add_index("CRM Workflow Run", ["reference_name", "status"], "workflow_run_record")
	frappe.db.add_index("CRM Workflow Run", ["rule", "creation", "status"], "workflow_run_of_rule")
