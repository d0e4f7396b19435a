import frappe
from frappe.model.document import Document


class CRMRespondioSync(Document):
	"""What is owed to respond.io about one prospect: the row that `respondio/` works off. Written by set-based SQL only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assignee: DF.Data | None
		attempts: DF.Int
		awaits_address: DF.Check
		contact: DF.Link | None
		customer: DF.Link | None
		done_on: DF.Datetime | None
		from_form: DF.Data | None
		last_error: DF.SmallText | None
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		merged_contact_id: DF.Data | None
		next_attempt_on: DF.Datetime | None
		operation: DF.Literal["Add Prospect", "Merge Contacts"]
		respondio_contact_id: DF.Data | None
		response: DF.SmallText | None
		revision: DF.Int
		sent_values: DF.SmallText | None
		status: DF.Literal["Queued", "Running", "Waiting", "Done", "Failed", "Cancelled"]
		step: DF.Literal["", "Upsert", "Open", "Assign", "Lifecycle", "Verify"]
		sync_key: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Respondio Sync", ["status", "next_attempt_on"], "respondio_sync_due")
