"""Jobs of reminders and digests. All may run twice, and late: who was told already is left alone."""

from collections.abc import Callable
from functools import partial

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.channels.reminders.due import due_notes
from frappe_crm_app.channels.reminders.morning import people_to_greet
from frappe_crm_app.kit.conflicts import repeated

MOST = 2_000  # notes that one job reminds of; the next one goes on


def enqueue_due_reminders() -> None:
	"""Have a worker tell who has something due or whose morning has come (scheduler)."""
	settings = frappe.get_cached_doc("CRM Desk Settings")
	if settings.send_reminders and due_notes(now_datetime(), 1):
		enqueue("send_reminders")
	if people_to_greet(now_datetime()):
		enqueue("send_digests")


def enqueue(job: str) -> None:
	"""Enqueue one of the jobs below, once a minute: one that was killed must not keep the next from beginning."""
	frappe.enqueue(
		f"frappe_crm_app.channels.reminders.tasks.{job}",
		queue="long",
		enqueue_after_commit=True,
		job_id=f"crm_{job}_{now_datetime():%Y%m%d%H%M}",
		deduplicate=True,
	)


def send_reminders() -> None:
	"""Remind of what is due, each note in a transaction of its own."""
	from frappe_crm_app.channels.reminders.reminding import remind

	one_by_one(due_notes(now_datetime(), MOST), remind)


def send_digests() -> None:
	"""Give everybody whose morning has come their digest, each in a transaction of its own."""
	from frappe_crm_app.channels.reminders.digest import greet

	one_by_one(people_to_greet(now_datetime()), greet)


def one_by_one(names: list[str], tell: Callable[[str], None]) -> None:
	"""Do this for each and commit it; what fails is logged, undone and tried again by the next job."""
	frappe.db.commit()
	for name in names:
		try:
			repeated(partial(tell, name))
		except Exception:
			frappe.db.rollback()
			frappe.log_error(title=f"Reminders: {tell.__name__} {name}")
		frappe.db.commit()
