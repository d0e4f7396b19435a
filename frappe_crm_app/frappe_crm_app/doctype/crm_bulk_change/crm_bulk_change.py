from frappe.model.document import Document


class CRMBulkChange(Document):
	"""A change to more records than one request can take, which a job works off."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Reassign", "Delete", "Hand Over", "Move", "Tag"]
		attempts: DF.Int
		beat_on: DF.Datetime | None
		cancel_plans: DF.Check
		done: DF.Int
		failure: DF.SmallText | None
		finished_on: DF.Datetime | None
		from_user: DF.Link | None
		place: DF.Int
		record_type: DF.Link | None
		records: DF.LongText | None
		refusals: DF.LongText | None
		refused: DF.Int
		status: DF.Literal["Queued", "Running", "Completed", "Failed"]
		stage_values: DF.SmallText | None
		tag: DF.Data | None
		taken: DF.LongText | None
		to_stage: DF.Link | None
		to_user: DF.Link | None
		total: DF.Int
	# end: auto-generated types

	def progress(self) -> dict:
		"""Return how far the change is: status and counts."""
		fieldnames = ("name", "action", "status", "total", "done", "refused", "failure")
		return {fieldname: self.get(fieldname) for fieldname in fieldnames}
