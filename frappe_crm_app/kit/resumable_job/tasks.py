"""Enqueues resumable jobs. One may run twice at once: each chunk is taken by whoever locks the record first.

A job that dies leaves its record at work but silent; the sweep enqueues it anew, and it goes on after the last chunk that
was committed.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from frappe_crm_app.kit.resumable_job.status import WorkStatus

JOB_TIMEOUT = 3600  # seconds; a job hands over to the next one long before
SILENCE = timedelta(minutes=3)  # after which a job counts as dead


@dataclass(frozen=True)
class ResumableJob:
	"""What works off the records of a DocType.

	`methods` says which function goes on with a record, given its `name`, in each status in which it is at work; `place` is
	the field that says how far it came, `forgotten` are fields emptied when it is over, `completed` the kind of event that its end is.
	"""

	doctype: str
	methods: Mapping[str, str]
	place: str
	forgotten: tuple[str, ...] = ()
	completed: str | None = None

	def enqueue(self, name: str, status: str = WorkStatus.QUEUED, mark: int = 0) -> None:
		"""Have a worker go on with a record once the present transaction is committed.

		`mark` makes the job's ID another one than that of a job that died, which Redis may still take for running.
		"""
		frappe.enqueue(
			self.methods[status],
			queue="long",
			timeout=JOB_TIMEOUT,
			enqueue_after_commit=True,
			job_id=self.job_id(name, status, mark),
			deduplicate=True,
			name=name,
		)

	def job_id(self, name: str, status: str, mark: int = 0) -> str:
		"""Return the ID of a job."""
		return f"{frappe.scrub(self.doctype)}_{name}_{frappe.scrub(status)}_{mark}"

	def sweep(self) -> None:
		"""Enqueue what a dead worker, a restart or a lost connection left unfinished."""
		silent = frappe.get_all(
			self.doctype,
			filters={"status": ("in", list(self.methods)), "beat_on": ("<", now_datetime() - SILENCE)},
			fields=["name", "status"],
			order_by="beat_on asc, name asc",
			limit=100,
		)
		for row in silent:
			if row.status == WorkStatus.QUEUED and is_job_enqueued(self.job_id(row.name, row.status)):
				continue  # the workers are busy
			frappe.db.set_value(self.doctype, row.name, "beat_on", now_datetime(), update_modified=False)
			self.enqueue(row.name, row.status, mark=time.time_ns())
