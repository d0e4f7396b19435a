import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

DAYS = 90
LEAST_DAYS = 31  # what is older than 30 days is not carried out (`screens/quick_log/writing.py`)
ONCE = "quick_log_entry_once"


class CRMQuickLogEntry(Document):
	"""That an entry of somebody's phone was carried out, once for each key, and what was answered (`screens/quick_log/once.py`)."""

	@staticmethod
	def clear_old_logs(days: int = DAYS) -> None:
		"""Forget entries of so many days ago (Frappe's Log Settings), none that a phone could still have carried out once more."""
		before = add_days(now_datetime(), -max(days, LEAST_DAYS))
		frappe.db.delete("CRM Quick Log Entry", {"creation": ("<", before)})


def on_doctype_update() -> None:
	"""Let a key of somebody's be there once, and index what is forgotten."""
	if not frappe.db.has_index("tabCRM Quick Log Entry", ONCE):
		# Frappe 15's add_unique() does not quote columns, and `user` is a word of PostgreSQL's
		columns = "`user`, `client_key`"
		frappe.db.sql_ddl(f"CREATE UNIQUE INDEX `{ONCE}` ON `tabCRM Quick Log Entry` ({columns})")
	frappe.db.add_index("CRM Quick Log Entry", ["creation"], "quick_log_entry_age")
