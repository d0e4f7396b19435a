"""What was done in rooms is forgotten after a while; how often each was opened stays with its link."""

from datetime import timedelta

import frappe
from frappe.utils import now_datetime

VIEW = "CRM Room View"
DAYS = 365


def forget_older_than(days: int) -> None:
	"""Delete what was done more than so many days ago, in one statement."""
	frappe.db.delete(VIEW, {"creation": ("<", now_datetime() - timedelta(days=days))})
