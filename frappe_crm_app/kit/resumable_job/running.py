"""The job: chunk by chunk, each in one transaction with the place reached, as the user who asked for the work.

What was committed says how far it came, so a job that takes over goes on from there: nothing twice, nothing lost. Where
a chunk meets a conflict (a deadlock, a value that somebody else has just taken), it is retried.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from frappe_crm_app.kit.conflicts import committed, is_conflict, repeated
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.resumable_job.status import WorkStatus
from frappe_crm_app.kit.resumable_job.tasks import ResumableJob

MOST_ATTEMPTS = 5
SHIFT = 1800  # seconds after which a job hands over to the next, well below its timeout
WORTH_REPEATING = (frappe.UniqueValidationError, frappe.TimestampMismatchError)

Chunk = Callable[[], dict]
Result = TypeVar("Result")


class TakenOver(Exception):
	"""Another job is at this record, or its work is over."""


def work_off(job: ResumableJob, name: str, chunks: Callable[[Document], Iterator[Chunk]]) -> None:
	"""Work off what is left of a record, until its end or the shift's.

	`chunks(record)` yields what is left, each a function that does it and returns `{fieldname: value}` of the record, among
	them the new place. A failure that repeating cannot mend (`ValidationError`, `PermissionError`) ends the work with its
	sentence, any other is raised, and the sweep has it tried again.
	"""
	end_of_shift = time.monotonic() + SHIFT
	try:
		record = repeated(partial(begin, job, name))
		for chunk in chunks(record):
			take(job, record, chunk)
			publish(record)
			if time.monotonic() > end_of_shift:
				return job.enqueue(name, WorkStatus.RUNNING, mark=time.time_ns())
		end(job, record, WorkStatus.COMPLETED)
	except TakenOver:
		frappe.db.rollback()
	except (frappe.ValidationError, frappe.PermissionError) as error:
		if is_conflict(error):
			raise
		frappe.db.rollback()
		end(job, frappe.get_doc(job.doctype, name), WorkStatus.FAILED, strip_html(str(error)))


def begin(job: ResumableJob, name: str) -> Document:
	"""Mark the record as running and return it; raises `TakenOver` where there is nothing left to do."""
	if not frappe.db.exists(job.doctype, name):
		raise TakenOver
	record = frappe.get_doc(job.doctype, name, for_update=True)
	if record.status not in (WorkStatus.QUEUED, WorkStatus.RUNNING):
		raise TakenOver
	frappe.set_user(record.owner)
	if record.attempts >= MOST_ATTEMPTS:
		frappe.throw(_("The work was interrupted {0} times at the same place.").format(MOST_ATTEMPTS))
	values = {"status": WorkStatus.RUNNING, "attempts": record.attempts + 1, "beat_on": now_datetime()}
	record.db_set(values, update_modified=False, commit=True)
	return record


def take(job: ResumableJob, record: Document, chunk: Chunk) -> None:
	"""Do a chunk and store how far that is, in one transaction."""
	in_one_transaction(record, partial(do_chunk, job, record, chunk, record.get(job.place)))


def in_one_transaction(record: Document, step: Callable[[], Result]) -> Result:
	"""Do this for a record, commit and return its result; all of it again where another transaction was preferred."""
	return committed(step, is_worth_repeating, record.reload)


def is_worth_repeating(error: Exception) -> bool:
	"""Return whether something failed because of what others wrote at the same moment."""
	if is_conflict(error) or isinstance(error, WORTH_REPEATING):
		return True
	return bool(error.args) and frappe.db.is_duplicate_entry(error)


def do_chunk(job: ResumableJob, record: Document, chunk: Chunk, place: int) -> None:
	"""Do the chunk after this place; raises `TakenOver` where another job is further already."""
	fields = ["status", job.place]
	stored = frappe.db.get_value(job.doctype, record.name, fields, as_dict=True, for_update=True)
	if stored.status != WorkStatus.RUNNING or stored[job.place] != place:
		raise TakenOver
	record.db_set({**chunk(), "attempts": 0, "beat_on": now_datetime()}, update_modified=False)


def end(job: ResumableJob, record: Document, status: WorkStatus, failure: str | None = None) -> None:
	"""Mark the work as over; what it has done so far stays."""
	values = {"status": status, "failure": failure, "finished_on": now_datetime()}
	kind = job.completed if status == WorkStatus.COMPLETED else None
	in_one_transaction(record, partial(mark, record, values | dict.fromkeys(job.forgotten), kind))
	publish(record)


def mark(record: Document, values: dict, kind: str | None) -> None:
	"""Store how the work ended, with the event that this is."""
	record.db_set(values)
	if kind:
		emit_state(kind, record)


def publish(record: Document) -> None:
	"""Show the progress to the user who asked for the work."""
	frappe.publish_realtime(frappe.scrub(record.doctype), record.progress(), user=record.owner)
