"""The jobs that load and clear the demo: one of them at a time, each one transaction.

Who starts one takes the turn (`demo/turn.py`), which the job holds on to while it lives. While a job waits for a worker, the queue knows of it; once one
has begun, only its turn says that it goes on, for of a worker that was killed the queue says that for half an hour.
"""

from collections.abc import Callable
from functools import partial

import frappe
from frappe import _
from frappe.utils.background_jobs import get_job_status

from frappe_crm_app.demo.clear import has_demo
from frappe_crm_app.demo.load import is_loaded
from frappe_crm_app.demo.turn import TURN, refuse, take_turn
from frappe_crm_app.setup_guide.demo_work import (
	AT_WORK,
	DemoStatus,
	clear,
	forget_progress,
	keep_progress,
	load,
	read_progress,
)

TIMEOUT = 1800  # seconds
PATIENCE = 30  # seconds that a job may take to be enqueued, and a worker to begin it


def start_loading() -> None:
	"""Enqueue the loading."""
	start("frappe_crm_app.setup_guide.tasks.load_demo", DemoStatus.LOADING)


def start_clearing() -> None:
	"""Enqueue the clearing."""
	start("frappe_crm_app.setup_guide.tasks.clear_demo", DemoStatus.CLEARING)


def start(method: str, status: DemoStatus) -> None:
	"""Enqueue a job, once this request is committed; raises `frappe.ValidationError` while one is at work."""
	if is_at_work(read_progress()):
		refuse()
	mark = take_turn(PATIENCE)
	keep_progress(mark, status)
	frappe.db.after_rollback.add(partial(give_back, mark))
	frappe.enqueue(
		method,
		queue="long",
		timeout=TIMEOUT,
		enqueue_after_commit=True,
		job_id=job_id(mark),
		mark=mark,
	)


def give_back(mark: str) -> None:
	"""Let the next one start, since this request came to nothing."""
	forget_progress()
	TURN.hold(mark, 0)


def job_id(mark: str) -> str:
	"""Return the ID of a job: never that of one whose worker was killed, which the queue still takes for running."""
	return f"crm_demo_{mark}"


def load_demo(mark: str) -> None:
	"""Load the demo (job); run twice, it finds what is there."""
	work(mark, load)


def clear_demo(mark: str) -> None:
	"""Clear the demo (job); run twice, it finds nothing."""
	work(mark, clear)


def work(mark: str, do: Callable[[str], None]) -> None:
	"""Do it in its turn, unless somebody has started anew meanwhile; where Redis has forgotten whose turn it is, nobody has."""
	if read_progress()["mark"] in ("", mark):
		with TURN.kept(mark):
			do(mark)


def progress() -> dict:
	"""Return how far the demo is: `{status, done, total, lines}`; of a job that is gone without a word, what came of it."""
	kept = read_progress()
	if kept["status"] in AT_WORK and not is_at_work(kept):
		kept |= what_came_of_it(kept["status"])
	return {key: kept[key] for key in ("status", "done", "total", "lines")}


def is_at_work(kept: dict) -> bool:
	"""Return whether the job of this progress waits for a worker or is being done; the turn of one that waits is held on for it."""
	if kept["status"] not in AT_WORK:
		return False
	if get_job_status(job_id(kept["mark"])) == "queued":
		TURN.hold(kept["mark"], PATIENCE)
	return TURN.is_held(kept["mark"])


def what_came_of_it(status: str) -> dict:
	"""Return the status and lines of work that has ended without a word: all of it is there, or nothing."""
	if status == DemoStatus.LOADING and is_loaded():
		return {"status": DemoStatus.LOADED}
	if status == DemoStatus.CLEARING and not has_demo():
		return {"status": DemoStatus.CLEARED}
	lines = [_("It was broken off. Try again; the Error Log may say why.")]
	return {"status": DemoStatus.FAILED, "lines": lines}
