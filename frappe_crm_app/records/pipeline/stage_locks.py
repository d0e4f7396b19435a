"""Stages and pipelines that are held while somebody else may archive or delete them.

Who brings a record to a stage holds the stage's row together with all others who do; who archives or deletes it waits for them, or
is told to try again. Frappe's own lock of a saved document comes first, the stage's row after it.
"""

from datetime import datetime

import frappe
from frappe import _
from frappe.utils import get_datetime

from frappe_crm_app.kit.conflicts import refuse_for_now, refused_on_conflict
from frappe_crm_app.kit.exceptions import StageError

PIPELINE, STAGE = "CRM Pipeline", "CRM Stage"
SHARED = {"postgres": "for share"}  # else MariaDB's words


@refused_on_conflict()
def hold(stage: str) -> None:
	"""Hold a stage until the transaction ends, beside others who hold it, and have the cache know it as it is stored.

	Raises `StageError` for one that is not there any more, `BusyError` for one that this transaction sees as it was before.
	"""
	row = frappe.qb.DocType(STAGE)
	query = frappe.qb.from_(row).select(row.modified).where(row.name == stage)
	found = frappe.db.sql(f"{query.get_sql()} {SHARED.get(frappe.db.db_type, 'lock in share mode')}")
	if not found:
		frappe.throw(_("There is no such stage. It may have been deleted."), StageError)
	if not is_cached(stage, found[0][0]):
		frappe.clear_document_cache(STAGE, stage)
		if not is_cached(stage, found[0][0]):
			refuse_for_now()


def is_cached(stage: str, modified: datetime | None) -> bool:
	"""Return whether the cache knows the stage as it was saved at this moment."""
	known = frappe.get_cached_doc(STAGE, stage).modified
	return not (known and modified) or get_datetime(known) == get_datetime(modified)


@refused_on_conflict()
def has_other_stage(stage: str, pipeline: str, outcome: str) -> bool:
	"""Return whether another stage of the pipeline, not archived, has this outcome; such stages are locked until the transaction ends."""
	row = frappe.qb.DocType(STAGE)
	is_other = (row.pipeline == pipeline) & (row.name != stage)
	query = frappe.qb.from_(row).select(row.name).where(is_other)
	query = query.where((row.outcome == outcome) & (row.is_archived == 0)).orderby(row.name)
	return bool(query.for_update().run())


@refused_on_conflict()
def has_other_pipeline(pipeline: str, tracks: str) -> bool:
	"""Return whether another pipeline, not archived, tracks the same; such pipelines are locked until the transaction ends."""
	row = frappe.qb.DocType(PIPELINE)
	is_other = (row.tracks == tracks) & (row.name != pipeline) & (row.is_archived == 0)
	return bool(frappe.qb.from_(row).select(row.name).where(is_other).orderby(row.name).for_update().run())


@refused_on_conflict()
def count_standing(doctype: str, stage: str) -> int:
	"""Return how many deals or customers stand in a stage; none only where none has come since the transaction began, either.

	PostgreSQL shows a transaction nothing of what came since. There, who is coming still holds the stage, and its deletion is refused.
	"""
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name).where(record.stage == stage)
	return frappe.db.count(doctype, {"stage": stage}) or len(query.limit(1).for_update().run())
