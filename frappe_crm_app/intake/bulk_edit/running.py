"""What the job of a bulk change does with each chunk of records."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial

from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.changes import Change, change, tell_holders
from frappe_crm_app.intake.bulk_edit.tasks import JOB
from frappe_crm_app.kit.resumable_job.running import Chunk, work_off
from frappe_crm_app.visibility.labels import label_of

CHUNK = 50
SHOWN_REFUSALS = 1000


def run(name: str) -> None:
	"""Change what is left of the records."""
	work_off(JOB, name, chunks_left)


def chunks_left(bulk_change: Document) -> Iterator[Chunk]:
	"""Yield what is to be done with each chunk of records that is left."""
	records = [tuple(record) for record in json.loads(bulk_change.records)]
	for place in range(bulk_change.place, len(records), CHUNK):
		yield partial(change_chunk, bulk_change, records[place : place + CHUNK])
	if bulk_change.place <= len(records):
		yield partial(tell_of_all, bulk_change, records)


def tell_of_all(bulk_change: Document, records: list[tuple[str, str]]) -> dict:
	"""Have who got the records, and whose they were, told of all of them, once: the place goes beyond the last."""
	doctypes = {doctype for doctype, _name in records}
	tell_holders(doctypes, change_of(bulk_change), bulk_change.done, taken_before(bulk_change))
	return {"place": len(records) + 1}


def change_chunk(bulk_change: Document, records: list[tuple[str, str]]) -> dict:
	"""Change a chunk; return the counts and refusals with those of before, and the place reached."""
	outcome = change(records, change_of(bulk_change))
	refusals = [
		f"{label_of(refusal['doctype'])} {refusal['title']}: {refusal['reason']}"
		for refusal in outcome.refused
	]
	lines = [*(bulk_change.refusals or "").splitlines(), *refusals][:SHOWN_REFUSALS]
	return {
		"done": bulk_change.done + outcome.done,
		"refused": bulk_change.refused + len(outcome.refused),
		"refusals": "\n".join(lines),
		"taken": json.dumps(taken_before(bulk_change) + outcome.taken),
		"place": bulk_change.place + len(records),
	}


def taken_before(bulk_change: Document) -> Counter[str]:
	"""Return how many of the records that were given until now were whose."""
	return Counter(json.loads(bulk_change.taken or "{}"))


def change_of(bulk_change: Document) -> Change:
	"""Return what is to be done with each record."""
	return Change(
		BulkAction(bulk_change.action),
		to_user=bulk_change.to_user,
		to_stage=bulk_change.to_stage,
		values=json.loads(bulk_change.stage_values or "{}"),
		cancel_plans=bool(bulk_change.cancel_plans),
		tag=bulk_change.tag,
	)
