"""The outboxes of reminders and digests: neither has rows of its own, both have a mark (`kit/outbox/by_mark.py`)."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.channels.reminders.due import due_notes
from frappe_crm_app.channels.reminders.morning import people_to_greet
from frappe_crm_app.kit.outbox.by_mark import MarkedRecords


def sends_reminders() -> bool:
	"""Return whether people are reminded at all."""
	return bool(frappe.get_cached_doc("CRM Desk Settings").send_reminders)


def find_notes(limit: int) -> list[str]:
	"""Return notes of which somebody is to be reminded now."""
	return due_notes(now_datetime(), limit)


def find_people(limit: int) -> list[str]:
	"""Return users whose morning has come."""
	return people_to_greet(now_datetime())[:limit]


REMINDERS = MarkedRecords(
	key="reminders",
	work="frappe_crm_app.channels.reminders.reminding.remind",
	queue="long",
	is_open=sends_reminders,
	find=find_notes,
)
DIGESTS = MarkedRecords(
	key="digests",
	work="frappe_crm_app.channels.reminders.digest.greet",
	queue="long",
	find=find_people,
)
