"""Jobs of the public forms: they work off the submissions that are owed, in the order in which they came.

One job works off many. Each submission is done in a transaction of its own and may be met twice: one that is no longer owed is
left alone.
"""

import time
from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import get_job_status
from rq.job import JobStatus

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.kit.conflicts import repeated

SWEPT_AFTER = timedelta(minutes=2)  # what waits longer than this was left by a crash, or by a long queue
AT_ONCE = 200
MOST_SECONDS = 200  # a job hands over to the next one before its time is up
JOB_IDS = tuple(f"crm_lead_forms_{number}" for number in range(4))


def enqueue_processing() -> None:
	"""Have a worker process what is owed once the present transaction is committed."""
	frappe.db.after_commit.add(enqueue_unless_queued)


def enqueue_unless_queued() -> None:
	"""Enqueue a job, unless one is queued that has not begun: it will see all that is committed by now.

	One that has begun may have looked already, or be one that was killed and that Redis still takes for running.
	"""
	for job_id in JOB_IDS:
		status = get_job_status(job_id)
		if status == JobStatus.QUEUED:
			return
		if status != JobStatus.STARTED:
			enqueue(job_id=job_id, deduplicate=True)
			return
	enqueue()


def enqueue(**options) -> None:
	frappe.enqueue("frappe_crm_app.intake.lead_forms.tasks.work_off_waiting", queue="short", **options)


def enqueue_swept() -> None:
	"""Enqueue a job where submissions wait for longer than they should (scheduler)."""
	if waiting(SWEPT_AFTER, limit=1):
		enqueue()


def work_off_waiting() -> None:
	"""Turn what is owed into leads (job), as Administrator: it began as a guest's request."""
	from frappe_crm_app.intake.lead_forms.processing import process

	frappe.set_user("Administrator")
	until = time.monotonic() + MOST_SECONDS
	while names := waiting(timedelta(0), limit=AT_ONCE):
		for name in names:
			process(name)
			frappe.db.commit()
			if time.monotonic() > until:
				return enqueue()


def waiting(longer_than: timedelta, limit: int) -> list[str]:
	"""Return submissions that have been owed for longer than this, the oldest first."""
	return frappe.get_all(
		"CRM Lead Submission",
		filters={
			"status": SubmissionStatus.RECEIVED,
			"modified": ("<=", now_datetime() - longer_than),
		},
		order_by="modified asc, name asc",
		limit=limit,
		pluck="name",
	)


def keep_retention() -> None:
	"""Forget what was kept long enough (daily)."""
	from frappe_crm_app.intake.lead_forms.retention import forget_ip_hashes, remove_old_submissions

	for forget in (forget_ip_hashes, remove_old_submissions):
		repeated(forget)
		frappe.db.commit()
