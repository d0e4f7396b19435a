"""Jobs of the sync. All may run twice: a row is worked at by whoever holds its lease, an event by whoever locks it."""

import time

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import get_queues_timeout

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import DUE, SyncStatus

JOB_TIMEOUT = 600  # seconds
SWEEP_SIZE = 100  # jobs; each does more than its own row
ADD_PROSPECT = "frappe_crm_app.respondio.tasks.respondio_add_prospect"
SWEEP = "frappe_crm_app.respondio.tasks.enqueue_due"
PROCESS = "frappe_crm_app.respondio.tasks.respondio_process_events"
# Redis takes the job of a worker that was killed for running still; after so many seconds it gets another name.
RENAMED_AFTER = 600
EVENTS_TOGETHER = 5  # seconds


def enqueue_new(sync: str) -> None:
	"""Have a worker send a row that was just written, once it is committed. Nothing is asked of Redis before that."""
	enqueue(ADD_PROSPECT, job_id_of(sync), deduplicate=False, sync=sync)


def enqueue_sync(sync: str, mark: object = "") -> None:
	"""Have a worker send a row that may be in the queue already, once the present transaction is committed."""
	enqueue(ADD_PROSPECT, job_id_of(sync, mark), sync=sync)


def enqueue_sweep() -> None:
	"""Have what is due enqueued once the present transaction is committed: for many rows at once."""
	enqueue(SWEEP, "crm_respondio_sweep")


def enqueue_events() -> None:
	"""Have the events that wait worked off, once the present transaction is committed: one job for many."""
	enqueue(PROCESS, f"crm_respondio_events_{int(time.time()) // EVENTS_TOGETHER}")


def enqueue(method: str, job_id: str, deduplicate: bool = True, **arguments) -> None:
	frappe.enqueue(
		method,
		queue=queue(),
		timeout=JOB_TIMEOUT,
		enqueue_after_commit=True,
		job_id=job_id,
		deduplicate=deduplicate,
		**arguments,
	)


def job_id_of(sync: str, mark: object = "") -> str:
	"""Return the ID of the job that sends a row."""
	return f"crm_respondio_{sync}_{mark}"


def queue() -> str:
	"""Return the chosen queue, or the default one where it is not there any more."""
	chosen = frappe.get_cached_doc("CRM Respondio Settings").queue
	return chosen if chosen in get_queues_timeout() else "default"


def respondio_add_prospect(sync: str) -> None:
	"""Do what is left of one row, and of others that are due: starting a job takes longer than a row.

	Where earlier jobs have done them all on their way, there is nothing left but to end.
	"""
	is_left = frappe.db.exists(
		"CRM Respondio Sync", {"name": sync, "status": ("in", [*DUE, SyncStatus.RUNNING])}
	)
	if not is_left and not names_due():
		return
	from frappe_crm_app.respondio.sending import send_with_others

	send_with_others(sync)


def respondio_process_events() -> None:
	"""Write a note for each event that waits: as the system, whoever brought the event."""
	from frappe_crm_app.respondio.events import process_waiting

	frappe.set_user("Administrator")
	process_waiting()


def enqueue_due() -> None:
	"""Enqueue rows that are due or whose lease ran out, and events that wait (scheduler)."""
	if frappe.db.exists("CRM Respondio Event", {"status": EventStatus.RECEIVED}):
		enqueue_events()
	settings = frappe.get_cached_doc("CRM Respondio Settings")
	if not settings.enabled or settings.paused_on:
		return
	mark = int(time.time()) // RENAMED_AFTER
	for sync in [*names_due(), *names_due("lease_until", (SyncStatus.RUNNING,))]:
		enqueue_sync(sync, mark)


def names_due(moment: str = "next_attempt_on", statuses: tuple[SyncStatus, ...] = DUE) -> list[str]:
	"""Return rows in one of these statuses whose moment has come, those that have waited longest first."""
	return frappe.get_all(
		"CRM Respondio Sync",
		filters={"status": ("in", statuses), moment: ("<=", now_datetime())},
		order_by=f"{moment} asc, name asc",
		limit=SWEEP_SIZE,
		pluck="name",
	)
