import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus


class CRMRespondioEvent(Document):
	"""An event that respond.io told us of, once for each `event_id`: the row that `respondio/events.py` works off."""

	# begin: auto-generated types
	# end: auto-generated types

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Delete events that were worked off so many days ago (Frappe's Log Settings): they hold what people wrote."""
		event = frappe.qb.DocType("CRM Respondio Event")
		is_over = (event.status != EventStatus.RECEIVED) & (event.creation < add_days(now_datetime(), -days))
		frappe.qb.from_(event).delete().where(is_over).run()
