"""Whose a row is while it is worked at.

A worker takes a row by writing a key of its own and until when it has it, and writes only while the key is still there. Where it
dies, the time runs out and the sweep gives the row to another. No transaction is open during a request.
"""

from datetime import timedelta

import frappe
from frappe.utils import now_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import SyncStatus
from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.set_based import update_records

SYNC = "CRM Respondio Sync"
LENGTH = timedelta(minutes=10)  # as long as a job may take
FIELDS = (
	"name", "operation", "customer", "contact", "status", "step", "attempts", "revision", "sent_values", "assignee",
	"respondio_contact_id", "merged_contact_id", "lease_key",
)  # fmt: skip


class LeaseLost(Exception):
	"""The row is another worker's by now, or gone."""


def take(name: str) -> frappe._dict | None:
	"""Return the row, which is ours now, or `None` where there is nothing to do or another has it."""
	sync, key, moment = frappe.qb.DocType(SYNC), frappe.generate_hash(length=20), now_datetime()
	is_due = (sync.status == SyncStatus.QUEUED) | (
		(sync.status == SyncStatus.WAITING) & (sync.next_attempt_on <= moment)
	)
	is_left = (sync.status == SyncStatus.RUNNING) & (sync.lease_until < moment)
	query = update_records(SYNC).set(sync.status, SyncStatus.RUNNING).set(sync.lease_key, key)
	query = query.set(sync.lease_until, moment + LENGTH).where((sync.name == name) & (is_due | is_left))
	run(query)
	return read(name, key)


def read(name: str, key: str) -> frappe._dict | None:
	"""Return the row as it is stored, `None` where it is not ours."""
	sync = frappe.qb.DocType(SYNC)
	query = frappe.qb.from_(sync).select(*FIELDS).where((sync.name == name) & (sync.lease_key == key))
	rows = query.run(as_dict=True)
	frappe.db.commit()  # what is read next is read anew
	return rows[0] if rows else None


def save_progress(row: frappe._dict, **values) -> None:
	"""Store how far the row came, and have it for longer; raises `LeaseLost`.

	`revision` stays the one at which the person was read: a change counted since is still to be sent.
	"""
	write(row, {**values, "lease_until": now_datetime() + LENGTH})
	stored = read(row.name, row.lease_key)
	if not stored:
		raise LeaseLost
	row.update({**stored, "revision": row.revision})


def give_back(row: frappe._dict, status: SyncStatus, **values) -> None:
	"""Store what became of the row, and let others have it."""
	write(row, {**values, "status": status, "lease_key": None, "lease_until": None})


def finish(row: frappe._dict, status: SyncStatus = SyncStatus.DONE, **values) -> bool:
	"""Give the row back as done, or as `status`; `False`, and it is still ours, where a change was counted since it was read."""
	if status == SyncStatus.DONE:
		values = {"done_on": now_datetime(), "last_error": None, "response": None, "attempts": 0}
	is_same = frappe.qb.DocType(SYNC).revision == row.revision
	write(row, {**values, "status": status, "lease_key": None, "lease_until": None}, is_same)
	stored = read(row.name, row.lease_key)
	row.update(stored or {})
	return not stored


def write(row: frappe._dict, values: dict, criterion: Criterion | None = None) -> None:
	"""Store values of a row that is ours."""
	sync = frappe.qb.DocType(SYNC)
	is_ours = (sync.name == row.name) & (sync.lease_key == row.lease_key)
	query = update_records(SYNC)
	for fieldname, value in values.items():
		query = query.set(sync[fieldname], value)
	run(query.where(is_ours if criterion is None else is_ours & criterion))


def run(query: QueryBuilder) -> None:
	"""Run an update in a transaction of its own."""

	def once() -> None:
		query.run()
		frappe.db.commit()

	repeated(once)
