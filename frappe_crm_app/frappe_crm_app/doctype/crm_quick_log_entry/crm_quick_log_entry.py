import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

DAYS = 90
LEAST_DAYS = 31  # what is older than 30 days is not carried out (`screens/quick_log/writing.py`)
ONCE = (
	"CREATE UNIQUE INDEX IF NOT EXISTS quick_log_entry_once ON `tabCRM Quick Log Entry` (`user`, client_key)"
)


class CRMQuickLogEntry(Document):
	"""That an entry of somebody's phone was carried out, once for each key, and what was answered (`screens/quick_log/once.py`)."""

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget entries of so many days ago (Frappe's Log Settings), none that a phone could still have carried out once more."""
		before = add_days(now_datetime(), -max(days, LEAST_DAYS))
		frappe.db.delete("CRM Quick Log Entry", {"creation": ("<", before)})


def on_doctype_update() -> None:
	"""Let a key of somebody's be there once, and index what is forgotten."""
	# Not by Frappe's `add_unique`: on PostgreSQL, 15 leaves the names of columns unquoted, and `user` is a word of SQL there.
	frappe.db.sql_ddl(ONCE)
	frappe.db.add_index("CRM Quick Log Entry", ["creation"], "quick_log_entry_age")
