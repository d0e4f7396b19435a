"""Forgets runs that are over, with their steps, but for those because of which a rule does not run again for a record."""

from datetime import datetime, timedelta
from functools import partial

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import OVER
from frappe_crm_app.kit.conflicts import committed

RUN, STEP = "CRM Workflow Run", "CRM Workflow Step"
CHUNK = 1000
DAYS = 90


def forget_older_than(days: int) -> None:
	"""Delete in chunks, each in a transaction of its own."""
	before = now_datetime() - timedelta(days=days)
	while committed(partial(forget_some, before)):
		pass
	committed(partial(forget_seen, before))


def forget_some(before: datetime) -> bool:
	"""Delete a chunk; return whether there was anything."""
	run = frappe.qb.DocType(RUN)
	is_old = (run.modified < before) & run.status.isin(OVER)
	is_needed_no_more = run.once_key.isnull() | run.once_key.like("day:%")
	query = frappe.qb.from_(run).select(run.name).where(is_old & is_needed_no_more)
	names = query.limit(CHUNK).run(pluck=True)
	if names:
		frappe.db.delete(STEP, {"run": ("in", names)})
		frappe.db.delete(RUN, {"name": ("in", names)})
	return bool(names)


def forget_seen(before: datetime) -> None:
	"""Drop from runs that are kept what they saw and did."""
	run, step = frappe.qb.DocType(RUN), frappe.qb.DocType(STEP)
	is_old = (run.modified < before) & run.status.isin(OVER)
	frappe.qb.update(run).set(run.seen, None).where(is_old & run.seen.isnotnull()).run()
	kept = frappe.qb.from_(run).select(run.name).where(is_old)
	frappe.qb.from_(step).delete().where(step.run.isin(kept)).run()
