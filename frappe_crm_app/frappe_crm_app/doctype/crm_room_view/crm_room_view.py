from frappe.model.document import Document

from frappe_crm_app.work.events.room.retention import DAYS, forget_older_than


class CRMRoomView(Document):
	"""What somebody did in their room; written by `work/events/room/` alone."""

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget what was done so many days ago (Frappe's Log Settings)."""
		forget_older_than(days)
