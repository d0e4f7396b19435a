"""The job of events; it may run twice."""

import frappe
from frappe.utils import now_datetime


def note_fetched(feed: str) -> None:
	"""Note that a calendar program read a feed."""
	frappe.db.set_value("CRM Calendar Feed", feed, "fetched_on", now_datetime(), update_modified=False)
