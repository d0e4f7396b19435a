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
		attempts: DF.Int
		cause_event: DF.Link | None
		cause_rule: DF.Data | None
		changes: DF.Code | None
		depth: DF.Int
		is_bulk: DF.Check
		kind: DF.Data
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		occurred_on: DF.Datetime | None
		reason: DF.SmallText | None
		reference_doctype: DF.Link
		reference_name: DF.Data
		status: DF.Literal["Owed", "Running", "Told", "Given Up"]
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("What happened cannot be changed."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("What happened cannot be deleted."), HistoryError)

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget events of so many days ago to which nothing refers (Frappe's Log Settings)."""
		forget_older_than(days)


def on_doctype_update() -> None:
	"""Index what the sweep asks for, and what is forgotten."""
	frappe.db.add_index("CRM Domain Event", ["status", "creation"], "domain_event_owed")
