"""Jobs of the public forms. Each may run twice: a submission that is no longer owed is left alone."""

import time
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus

SWEPT_AFTER = timedelta(minutes=2)  # what waits longer than this was left by a crash, or by a long queue
SWEEP_SIZE = 1000
SWEEP_SECONDS = 200
QUEUE = "short"


def enqueue_processing(submission: str) -> None:
	"""Have a worker turn the submission into a lead once the present transaction is committed."""
	frappe.enqueue(
		"frappe_crm_app.public_lead_form.tasks.process_submission",
		queue=QUEUE,
		enqueue_after_commit=True,
		submission=submission,
	)


def process_submission(submission: str) -> None:
	"""Turn one submission into a lead (job), as Administrator: it began as a guest's request."""
	from frappe_crm_app.public_lead_form.processing import process

	frappe.set_user("Administrator")
	process(submission)


def enqueue_sweep() -> None:
	"""Enqueue the sweep where submissions wait for longer than they should (scheduler)."""
	if waiting(SWEPT_AFTER, limit=1):
		frappe.enqueue("frappe_crm_app.public_lead_form.tasks.sweep", queue=QUEUE)


def sweep(seconds: int = int(SWEPT_AFTER.total_seconds())) -> None:
	"""Process what has waited for longer than `seconds`, each in a transaction of its own (job).

	No job ID keeps a second sweep away, since Redis takes one that was killed for running; the row's lock does.
	"""
	from frappe_crm_app.public_lead_form.processing import process

	frappe.set_user("Administrator")
	until = time.monotonic() + SWEEP_SECONDS
	for submission in waiting(timedelta(seconds=seconds), limit=SWEEP_SIZE):
		process(submission)
		frappe.db.commit()
		if time.monotonic() > until:
			return


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
	from frappe_crm_app.public_lead_form.retention import forget_ip_hashes, remove_old_submissions

	forget_ip_hashes()
	remove_old_submissions()
