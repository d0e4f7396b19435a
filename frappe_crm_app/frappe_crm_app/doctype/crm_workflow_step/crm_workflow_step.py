import frappe
from frappe.model.document import Document


class CRMWorkflowStep(Document):
	"""What one step of a run did, to which record: written by `automation/workflow_rules/` only, once for each place and round."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_contact: DF.Data | None
		asked_customer: DF.Data | None
		asked_deal: DF.Data | None
		attempts: DF.Int
		detail: DF.SmallText | None
		iteration: DF.Int
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		next_attempt_on: DF.Datetime | None
		payload: DF.Code | None
		place: DF.Data | None
		reason: DF.SmallText | None
		reference_doctype: DF.Link
		reference_name: DF.Data
		run: DF.Link
		status: DF.Literal["Done", "Waiting", "Owed", "Trying Again", "Running", "Failed"]
		step_type: DF.Data
		until: DF.Datetime | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Let a step of a run be done once, and index what jobs ask for."""
	frappe.db.add_unique("CRM Workflow Step", ["run", "place", "iteration"], "workflow_step_place")
	frappe.db.add_index("CRM Workflow Step", ["status", "next_attempt_on"], "workflow_step_due")
