"""The job of the deals' history. It may run twice at once, and whenever it comes, it writes all days that are missing."""

import frappe

from frappe_crm_app.records.deal_history.snapshots import take_missing


def take_missing_snapshots() -> None:
	"""Write the days that are over (hourly, in the queue for long work): after midnight there is one, otherwise nothing to do."""
	take_missing(frappe.db.commit)
