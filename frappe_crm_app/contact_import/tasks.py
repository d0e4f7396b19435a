"""Jobs of the import. Both may run twice at once: each chunk is taken by whoever locks the import first.

A job that dies leaves its import at work but silent; the sweep enqueues it anew, and it goes on after the last chunk
that was committed.
"""

import time
from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportStatus

JOB_TIMEOUT = 3600  # seconds; a job hands over to the next one long before
SILENCE = timedelta(minutes=3)  # after which a job counts as dead
METHOD_OF = {
	ImportStatus.QUEUED: "frappe_crm_app.contact_import.tasks.run_import",
	ImportStatus.RUNNING: "frappe_crm_app.contact_import.tasks.run_import",
	ImportStatus.UNDOING: "frappe_crm_app.contact_import.tasks.run_undo",
}


def enqueue_import(contact_import: str, status: ImportStatus = ImportStatus.QUEUED, mark: int = 0) -> None:
	"""Have a worker go on with an import, or with undoing it, once the present transaction is committed.

	`mark` makes the job's ID another one than that of a job that died, which Redis may still take for running.
	"""
	frappe.enqueue(
		METHOD_OF[status],
		queue="long",
		timeout=JOB_TIMEOUT,
		enqueue_after_commit=True,
		job_id=job_id_of(contact_import, status, mark),
		deduplicate=True,
		contact_import=contact_import,
	)


def job_id_of(contact_import: str, status: ImportStatus, mark: int = 0) -> str:
	"""Return the ID of a job."""
	return f"crm_contact_import_{contact_import}_{frappe.scrub(status)}_{mark}"


def run_import(contact_import: str) -> None:
	"""Import until done, or until it is time to hand over to another job."""
	from frappe_crm_app.contact_import.running import run

	run(contact_import)


def run_undo(contact_import: str) -> None:
	"""Undo until done."""
	from frappe_crm_app.contact_import.undo import run

	run(contact_import)


def resume_silent_imports() -> None:
	"""Enqueue what a dead worker, a restart or a lost connection left unfinished (scheduler)."""
	silent = frappe.get_all(
		"CRM Contact Import",
		filters={"status": ("in", list(METHOD_OF)), "beat_on": ("<", now_datetime() - SILENCE)},
		fields=["name", "status"],
		order_by="beat_on asc, name asc",
		limit=100,
	)
	for row in silent:
		status = ImportStatus(row.status)
		if status == ImportStatus.QUEUED and is_job_enqueued(job_id_of(row.name, status)):
			continue  # the workers are busy
		frappe.db.set_value("CRM Contact Import", row.name, "beat_on", now_datetime(), update_modified=False)
		enqueue_import(row.name, status, mark=time.time_ns())
