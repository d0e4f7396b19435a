import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.domain_events.retention import DAYS, forget_older_than
from frappe_crm_app.kit.exceptions import HistoryError


class CRMDomainEvent(Document):
	"""What happened to a record: written by `kit/domain_events/` only, where somebody listens to it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actor: DF.Link | None
		cause_event: DF.Link | None
		cause_rule: DF.Data | None
		changes: DF.Code | None
		claimed_on: DF.Datetime | None
		depth: DF.Int
		kind: DF.Data
		occurred_on: DF.Datetime | None
		reference_doctype: DF.Link
		reference_name: DF.Data
		told: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("What happened cannot be changed."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("What happened cannot be deleted."), HistoryError)

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget events of so many days ago to which nothing refers (Frappe's Log Settings)."""
		forget_older_than(days)
