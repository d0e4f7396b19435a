"""What the lease of a row (`kit/outbox/by_lease.py`) has of its own here: changes that are counted while it is worked at."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import SyncStatus


def save_progress(row: frappe._dict, **values: object) -> None:
	"""Store how far the row came, and have it for longer; raises `LeaseLost`.

	`revision` stays the one at which the person was read: a change counted since is still to be sent.
	"""
	revision = row.revision
	OUTBOX.note(row, **values)
	row.revision = revision


def finish(row: frappe._dict, status: SyncStatus = SyncStatus.DONE, **values: object) -> bool:
	"""Give the row back as done, or as `status`; `False`, and it is still ours, where a change was counted since it was read."""
	if status == SyncStatus.DONE:
		values = {"done_on": now_datetime(), "last_error": None, "response": None, "attempts": 0}
	is_same = frappe.qb.DocType(OUTBOX.doctype).revision == row.revision
	OUTBOX.give_back(row, is_same, status=status, **values)
	stored = OUTBOX.read(row.name, row.lease_key)
	row.update(stored or {})
	return not stored
