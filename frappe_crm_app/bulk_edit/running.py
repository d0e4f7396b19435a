"""The job of a bulk change: chunk by chunk, each with its counts in one transaction, as the user who asked for it.

What was committed says how far it came, so a job that takes over goes on from there.
"""

import json
import random
import time

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.bulk_edit.changes import Outcome, change
from frappe_crm_app.bulk_edit.tasks import enqueue_change
from frappe_crm_app.exceptions import BusyError
from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction, BulkStatus

CHUNK = 50
MOST_TRIES = 8
MOST_ATTEMPTS = 5
SHIFT = 1800  # seconds after which a job hands over to the next, well below its timeout
EVENT = "crm_bulk_change"
SHOWN_REFUSALS = 1000


class TakenOver(Exception):
	"""Another job is at this change, or it is over."""


def run(name: str) -> None:
	"""Change what is left of the records."""
	end = time.monotonic() + SHIFT
	try:
		bulk_change = begin(name)
		records = [tuple(record) for record in json.loads(bulk_change.records)]
		while bulk_change.place < len(records):
			take(bulk_change, records[bulk_change.place : bulk_change.place + CHUNK])
			publish(bulk_change)
			if time.monotonic() > end:
				return enqueue_change(name, mark=time.time_ns())
	except TakenOver:
		frappe.db.rollback()
		return
	finish(bulk_change, BulkStatus.COMPLETED)


def begin(name: str) -> Document:
	"""Mark the change running and return it; raises `TakenOver` where there is nothing left to do."""
	if not frappe.db.exists("CRM Bulk Change", name):
		raise TakenOver
	bulk_change = frappe.get_doc("CRM Bulk Change", name, for_update=True)
	if bulk_change.status not in (BulkStatus.QUEUED, BulkStatus.RUNNING):
		raise TakenOver
	frappe.set_user(bulk_change.owner)
	if bulk_change.attempts >= MOST_ATTEMPTS:
		bulk_change.failure = _("The change was interrupted {0} times at the same place.").format(
			MOST_ATTEMPTS
		)
		finish(bulk_change, BulkStatus.FAILED)
		raise TakenOver
	values = {"status": BulkStatus.RUNNING, "attempts": bulk_change.attempts + 1, "beat_on": now_datetime()}
	bulk_change.db_set(values, update_modified=False, commit=True)
	return bulk_change


def take(bulk_change: Document, records: list[tuple[str, str]]) -> None:
	"""Change a chunk and count it in one transaction, again where somebody else was saving the same records."""
	for number in range(1, MOST_TRIES + 1):
		try:
			lock(bulk_change)
			count(
				bulk_change,
				change(records, BulkAction(bulk_change.action), bulk_change.to_user),
				len(records),
			)
			frappe.db.commit()
			return
		except BusyError:
			frappe.db.rollback()
			frappe.clear_messages()
			if number == MOST_TRIES:
				raise
			bulk_change.reload()
			time.sleep(random.uniform(0, 0.05 * 2**number))


def lock(bulk_change: Document) -> None:
	"""Lock the change until the chunk is committed; raises `TakenOver` where another job is further already."""
	stored = frappe.db.get_value(
		"CRM Bulk Change", bulk_change.name, ["status", "place"], as_dict=True, for_update=True
	)
	if stored.status != BulkStatus.RUNNING or stored.place != bulk_change.place:
		raise TakenOver


def count(bulk_change: Document, outcome: Outcome, records: int) -> None:
	"""Add a chunk's outcome to the change."""
	refusals = [
		f"{_(refusal['doctype'])} {refusal['name']}: {refusal['reason']}" for refusal in outcome.refused
	]
	lines = [*(bulk_change.refusals or "").splitlines(), *refusals][:SHOWN_REFUSALS]
	values = {
		"done": bulk_change.done + outcome.done,
		"refused": bulk_change.refused + len(outcome.refused),
		"refusals": "\n".join(lines),
		"place": bulk_change.place + records,
		"attempts": 0,
		"beat_on": now_datetime(),
	}
	bulk_change.db_set(values, update_modified=False)


def finish(bulk_change: Document, status: BulkStatus) -> None:
	"""Mark the change as over."""
	values = {"status": status, "failure": bulk_change.failure, "finished_on": now_datetime()}
	bulk_change.db_set(values, commit=True)
	publish(bulk_change)


def publish(bulk_change: Document) -> None:
	"""Show the progress to the user who asked for the change."""
	frappe.publish_realtime(EVENT, state_of(bulk_change), user=bulk_change.owner)


def state_of(bulk_change: Document) -> dict:
	"""Return how far a change is."""
	fieldnames = ("name", "action", "status", "total", "done", "refused", "failure")
	return {fieldname: bulk_change.get(fieldname) for fieldname in fieldnames}
