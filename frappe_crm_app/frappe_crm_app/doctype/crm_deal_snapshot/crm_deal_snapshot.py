import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMDealSnapshot(Document):
	"""A deal as it was when a day ended on which it had changed. Written set-based only, and removed with its deal."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		base_currency: DF.Link | None
		base_value: DF.Currency
		currency: DF.Link | None
		day: DF.Date
		deal: DF.Link
		deal_owner: DF.Link | None
		expected_close_date: DF.Date | None
		forecast_category: DF.Literal["", "Pipeline", "Best Case", "Commit", "Omitted"]
		outcome: DF.Literal["Open", "Won", "Lost"]
		pipeline: DF.Link | None
		probability: DF.Percent
		stage: DF.Link | None
		value: DF.Currency
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("The history of deals is written by the daily job alone."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("The history of deals cannot be deleted."), HistoryError)


def on_doctype_update() -> None:
	"""Let a deal have one row a day, and index what forecasts read: a day with its outcomes, a person's days."""
	frappe.db.add_unique("CRM Deal Snapshot", ["deal", "day"], "crm_deal_snapshot_deal_day_key")
	frappe.db.add_index("CRM Deal Snapshot", ["day", "outcome"], "crm_deal_snapshot_day_outcome")
	frappe.db.add_index("CRM Deal Snapshot", ["deal_owner", "day"], "crm_deal_snapshot_owner_day")
