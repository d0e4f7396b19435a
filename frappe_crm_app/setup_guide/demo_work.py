"""What the jobs of the demo do, and how far they are; kept in Redis, for whoever looks at the page."""

import secrets
import time
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


def read_progress() -> dict:
	"""Return `{status, done, total, lines, told_at}`: how far the work is, in parts, what it said at its end, and when, as Unix time."""
	frappe.local.cache.pop(
		frappe.cache.make_key(KEY), None
	)  # from Redis, where another process has written it
	kept = frappe.cache.get_value(KEY, expires=True) or {}
	return {"status": DemoStatus.NOTHING, "done": 0, "total": 0, "lines": [], "told_at": 0.0, **kept}


def keep_progress(status: DemoStatus, done: int = 0, total: int = 0, lines: list[str] | None = None) -> None:
	"""Let everybody know how far the work is."""
	kept = {
		"status": str(status), "done": done, "total": total, "lines": lines or [], "told_at": time.time()
	}  # fmt: skip
	frappe.cache.set_value(KEY, kept, expires_in_sec=KEPT_SECONDS)


def load() -> None:
	"""Load the demo. Nobody gets the password of its people: whoever wants to be one of them sets it."""
	progressed = partial(keep_progress, DemoStatus.LOADING)
	work_and_tell(
		lambda: lines_of_loading(secrets.token_urlsafe(24), progressed, is_password_shown=False),
		DemoStatus.LOADED,
	)


def clear() -> None:
	"""Remove the demo, and nothing else."""
	work_and_tell(lines_of_clearing, DemoStatus.CLEARED)


def work_and_tell(work: Callable[[], list[str]], at_its_end: DemoStatus) -> None:
	"""Do the work in one transaction, as the command does it, and keep what it said, or that it failed."""
	try:
		with acting_as("Administrator"):
			lines = work()
		frappe.db.commit()
	except frappe.ValidationError as error:
		frappe.db.rollback()
		keep_progress(DemoStatus.FAILED, lines=[sentence_in(error)])
	except Exception:
		frappe.db.rollback()  # after a refusal by the database, PostgreSQL would not even say the sentence's translation
		keep_progress(DemoStatus.FAILED, lines=[_("It did not work. The Error Log says why.")])
		raise
	else:
		keep_progress(at_its_end, lines=lines)
