"""What the jobs of the demo do, and how far they are; kept in Redis, for whoever looks at the page."""

import json
import secrets
from collections.abc import Callable
from functools import partial

import frappe
from frappe import _

from frappe_crm_app.demo.report import lines_of_clearing, lines_of_loading
from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.sentences import sentence_in

KEY, KEPT_SECONDS = "crm_demo_progress", 3600


class DemoStatus(StrEnum):
	"""What is being done with the demo, or was done last."""

	NOTHING = ""
	LOADING = "Loading"
	CLEARING = "Clearing"
	LOADED = "Loaded"
	CLEARED = "Cleared"
	FAILED = "Failed"


AT_WORK = (DemoStatus.LOADING, DemoStatus.CLEARING)
NOTHING_YET = {"mark": "", "status": DemoStatus.NOTHING, "done": 0, "total": 0, "lines": []}


def read_progress() -> dict:
	"""Return `{mark, status, done, total, lines}`: whose turn it is, how far the work is, in parts, and what it said at its end.

	It is asked of Redis itself: `frappe.cache` would say what this process has read before.
	"""
	kept = frappe.cache.execute_command("GET", frappe.cache.make_key(KEY))
	return NOTHING_YET | (json.loads(kept) if kept else {})


def keep_progress(
	mark: str, status: DemoStatus, done: int = 0, total: int = 0, lines: list[str] | None = None
) -> None:
	"""Let everybody know how far the work in this turn is."""
	kept = {"mark": mark, "status": str(status), "done": done, "total": total, "lines": lines or []}
	frappe.cache.execute_command("SET", frappe.cache.make_key(KEY), json.dumps(kept), "EX", KEPT_SECONDS)


def forget_progress() -> None:
	"""Let nobody know of any work."""
	frappe.cache.execute_command("DEL", frappe.cache.make_key(KEY))


def load(mark: str) -> None:
	"""Load the demo. Nobody gets the password of its people: whoever wants to be one of them sets it."""
	progressed = partial(keep_progress, mark, DemoStatus.LOADING)
	work_and_tell(
		mark,
		lambda: lines_of_loading(secrets.token_urlsafe(24), progressed, is_password_shown=False),
		DemoStatus.LOADED,
	)


def clear(mark: str) -> None:
	"""Remove the demo, and nothing else."""
	work_and_tell(mark, lines_of_clearing, DemoStatus.CLEARED)


def work_and_tell(mark: str, work: Callable[[], list[str]], at_its_end: DemoStatus) -> None:
	"""Do the work in one transaction, as the command does it, and keep what it said, or that it failed."""
	try:
		with acting_as("Administrator"):
			lines = work()
		frappe.db.commit()
	except frappe.ValidationError as error:
		frappe.db.rollback()
		keep_progress(mark, DemoStatus.FAILED, lines=[sentence_in(error)])
	except Exception:
		frappe.db.rollback()  # after a refusal by the database, PostgreSQL would not even say the sentence's translation
		keep_progress(mark, DemoStatus.FAILED, lines=[_("It did not work. The Error Log says why.")])
		raise
	else:
		keep_progress(mark, at_its_end, lines=lines)
