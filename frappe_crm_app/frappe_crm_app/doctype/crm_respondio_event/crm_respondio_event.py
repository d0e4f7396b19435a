import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus


class CRMRespondioEvent(Document):
	"""An event that respond.io told us of, once for each `event_id`: the row that `respondio/events.py` notes."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attempts: DF.Int
		contact: DF.Link | None
		event_id: DF.Data | None
		event_type: DF.Data | None
		note: DF.Link | None
		payload: DF.LongText | None
		reason: DF.SmallText | None
		respondio_contact_id: DF.Data | None
		status: DF.Literal["Received", "Noted", "Ignored", "Failed"]
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Delete events that were worked off so many days ago (Frappe's Log Settings): they hold what people wrote."""
		event = frappe.qb.DocType("CRM Respondio Event")
		is_over = (event.status != EventStatus.RECEIVED) & (event.creation < add_days(now_datetime(), -days))
		frappe.qb.from_(event).delete().where(is_over).run()


def on_doctype_update() -> None:
	"""Index what the sweep asks for."""
	frappe.db.add_index("CRM Respondio Event", ["status", "creation"], "respondio_event_owed")
