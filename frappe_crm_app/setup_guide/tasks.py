"""The jobs that load and clear the demo: one of them at a time."""

import time

import frappe
from frappe import _
from frappe.utils.background_jobs import is_job_enqueued

from frappe_crm_app.setup_guide.demo_work import (
	AT_WORK,
	DemoStatus,
	clear,
	keep_progress,
	load,
	read_progress,
)

JOB = "crm_demo"
TIMEOUT = 1800  # seconds
PATIENCE = 10  # seconds


def start_loading() -> None:
	"""Enqueue the loading."""
	start("frappe_crm_app.setup_guide.tasks.load_demo", DemoStatus.LOADING)


def start_clearing() -> None:
	"""Enqueue the clearing."""
	start("frappe_crm_app.setup_guide.tasks.clear_demo", DemoStatus.CLEARING)


def start(method: str, status: DemoStatus) -> None:
	"""Enqueue a job, once this request is committed; raises `frappe.ValidationError` while one is at work."""
	if is_job_enqueued(JOB):
		frappe.throw(_("The demo is being loaded or cleared. Wait until that is done."))
	keep_progress(status)
	frappe.enqueue(
		method, queue="long", timeout=TIMEOUT, job_id=JOB, deduplicate=True, enqueue_after_commit=True
	)


def load_demo() -> None:
	"""Load the demo (job); run twice, it finds what is there."""
	load()


def clear_demo() -> None:
	"""Clear the demo (job); run twice, it finds nothing."""
	clear()


def progress() -> dict:
	"""Return how far the demo is, as `read_progress` does; a job that is gone without a word has failed."""
	kept = read_progress()
	if kept["status"] in AT_WORK and is_silent(kept) and not is_job_enqueued(JOB):
		lines = [_("It was broken off. Try again; the Error Log may say why.")]
		return {**kept, "status": DemoStatus.FAILED, "lines": lines}
	return kept


def is_silent(kept: dict) -> bool:
	"""Return whether nothing was heard for longer than a job takes to be enqueued, or to say that it has ended."""
	return time.time() - kept["told_at"] > PATIENCE
