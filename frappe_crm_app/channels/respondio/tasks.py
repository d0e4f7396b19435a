"""Jobs of the sync. All may run twice: a row is worked at by whoever holds its lease, an event by whoever locks it.

Saving costs one word to Redis after the commit: the first one to say that there is something to do enqueues a job, and until that
job begins, nobody else needs to. A job that begins and sees more than it can do at once wakes the next worker.
"""

import time

import frappe
from frappe.utils import cint, now_datetime
from frappe.utils.background_jobs import get_queues_timeout

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import DUE, SyncStatus

JOB_TIMEOUT = 600  # seconds
AT_ONCE = 20  # rows that are looked at
PROCESS = "frappe_crm_app.channels.respondio.tasks.respondio_process_events"
ADD_PROSPECT = "frappe_crm_app.channels.respondio.tasks.respondio_add_prospect"
AWAKE = "crm_respondio_awake"
AWAKE_AT_MOST = 60_000  # milliseconds after which a job that never began is not waited for any more
EVENTS_TOGETHER = 5  # seconds


def enqueue_sync() -> None:
	"""Have a worker send what is due, once the present transaction is committed; a rollback forgets it."""
	frappe.db.after_commit.add(wake)


def wake() -> None:
	"""Enqueue a job, unless one is enqueued that has not begun."""
	if frappe.cache.execute_command("SET", awake_key(), 1, "NX", "PX", AWAKE_AT_MOST):
		frappe.enqueue(ADD_PROSPECT, queue=queue(), timeout=JOB_TIMEOUT)


def awake_key() -> bytes | str:
	"""Return the site's key for "a job is enqueued"."""
	return frappe.cache.make_key(AWAKE)


def enqueue_events() -> None:
	"""Have the events that wait worked off, once the present transaction is committed: one job for many."""
	frappe.enqueue(
		PROCESS,
		queue=queue(),
		timeout=JOB_TIMEOUT,
		enqueue_after_commit=True,
		job_id=f"crm_respondio_events_{int(time.time()) // EVENTS_TOGETHER}",
		deduplicate=True,
	)


def queue() -> str:
	"""Return the chosen queue, or the default one where it is not there any more."""
	chosen = frappe.get_cached_doc("CRM Respondio Settings").queue
	return chosen if chosen in get_queues_timeout() else "default"


def respondio_add_prospect() -> None:
	"""Send what is due, row by row: starting a job takes longer than a row."""
	frappe.cache.execute_command("DEL", awake_key())  # before looking: what is committed later enqueues anew
	due = names_to_send()
	if not due:
		return
	if len(due) > 1:
		wake()
	from frappe_crm_app.channels.respondio.sending import send_all

	send_all()


def respondio_process_events() -> None:
	"""Write a note for each event that waits: as the system, whoever brought the event."""
	from frappe_crm_app.channels.respondio.events import process_waiting

	frappe.set_user("Administrator")
	process_waiting()


def enqueue_due_syncs() -> None:
	"""Wake a worker for rows that are due or whose lease ran out, and for events that wait (scheduler)."""
	if frappe.db.exists("CRM Respondio Event", {"status": EventStatus.RECEIVED}):
		enqueue_events()
	if names_to_send():
		enqueue_sync()


def names_to_send() -> list[str]:
	"""Return some of the rows that are to be sent now, those that have waited longest first; none while nothing is sent."""
	if not is_sending():
		return []
	return [*names_due("next_attempt_on", DUE), *names_due("lease_until", (SyncStatus.RUNNING,))]


def is_sending() -> bool:
	"""Return whether the sync is on and not paused: as stored, since another worker may have paused it a moment ago."""
	single = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(single).select(single.field, single.value)
	stored = stored.where(single.doctype == "CRM Respondio Settings")
	values = dict(stored.where(single.field.isin(["enabled", "paused_on"])).run())
	return bool(cint(values.get("enabled")) and not values.get("paused_on"))


def names_due(moment: str, statuses: tuple[SyncStatus, ...]) -> list[str]:
	"""Return rows in one of these statuses whose moment has come."""
	return frappe.get_all(
		"CRM Respondio Sync",
		filters={"status": ("in", statuses), moment: ("<=", now_datetime())},
		order_by=f"{moment} asc, name asc",
		limit=AT_ONCE,
		pluck="name",
	)
