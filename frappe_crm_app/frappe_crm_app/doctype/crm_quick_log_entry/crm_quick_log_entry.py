import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

DAYS = 90


class CRMQuickLogEntry(Document):
	"""That an entry of somebody's phone was carried out, once for each key, and what was answered (`screens/quick_log/once.py`)."""

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget entries of so many days ago (Frappe's Log Settings): by then none of them is carried out any more."""
		frappe.db.delete("CRM Quick Log Entry", {"creation": ("<", add_days(now_datetime(), -days))})


def on_doctype_update() -> None:
	"""Let a key of somebody's be there once, and index what is forgotten."""
	frappe.db.add_unique("CRM Quick Log Entry", ["user", "client_key"], "quick_log_entry_once")
	frappe.db.add_index("CRM Quick Log Entry", ["creation"], "quick_log_entry_age")
