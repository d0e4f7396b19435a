"""The job of a bulk change. It may run twice at once: each chunk is taken by whoever locks the change first."""

import time
from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkStatus

JOB_TIMEOUT = 3600  # seconds; a job hands over to the next one long before
SILENCE = timedelta(minutes=3)  # after which a job counts as dead


def enqueue_change(bulk_change: str, mark: int = 0) -> None:
	"""Have a worker go on with a bulk change once the present transaction is committed.

	`mark` makes the job's ID another one than that of a job that died, which Redis may still take for running.
	"""
	frappe.enqueue(
		"frappe_crm_app.bulk_edit.tasks.run_change",
		queue="long",
		timeout=JOB_TIMEOUT,
		enqueue_after_commit=True,
		job_id=f"crm_bulk_change_{bulk_change}_{mark}",
		deduplicate=True,
		bulk_change=bulk_change,
	)


def run_change(bulk_change: str) -> None:
	"""Change records until done, or until it is time to hand over to another job."""
	from frappe_crm_app.bulk_edit.running import run

	run(bulk_change)


def resume_silent_changes() -> None:
	"""Enqueue what a dead worker left unfinished (scheduler)."""
	silent = frappe.get_all(
		"CRM Bulk Change",
		filters={
			"status": ("in", [BulkStatus.QUEUED, BulkStatus.RUNNING]),
			"beat_on": ("<", now_datetime() - SILENCE),
		},
		fields=["name", "status"],
		order_by="beat_on asc, name asc",
		limit=100,
	)
	for row in silent:
		if row.status == BulkStatus.QUEUED and is_job_enqueued(f"crm_bulk_change_{row.name}_0"):
			continue  # the workers are busy
		frappe.db.set_value("CRM Bulk Change", row.name, "beat_on", now_datetime(), update_modified=False)
		enqueue_change(row.name, mark=time.time_ns())
