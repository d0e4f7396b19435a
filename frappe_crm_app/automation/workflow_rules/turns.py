"""One run at a time for each record, those of the most urgent rules first.

A lock in Redis is held while a run goes on; whoever then finds a more urgent run of the record, which another worker is about to
begin, leaves its own to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from redis.exceptions import LockError

from frappe_crm_app.automation.workflow_rules.rules import RUN
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import UNDER_WAY
from frappe_crm_app.kit.outbox.outcomes import TryLater

HELD_AT_MOST = 30  # seconds; of a worker that died, the lock comes back after that
PATIENCE = 3  # seconds to wait for another run of the record


@contextmanager
def alone(name: str) -> Iterator[None]:
	"""Hold the record of a run, so that no other run about it goes on; raises `TryLater` where that takes too long."""
	doctype, record = frappe.db.get_value(RUN, name, ["reference_doctype", "reference_name"]) or ("", name)
	frappe.db.commit()  # what the lock waits for is to be seen afterwards
	key = frappe.cache.make_key(f"crm_workflow_runs_of_{doctype}_{record}")
	lock = frappe.cache.lock(key, timeout=HELD_AT_MOST)
	if not lock.acquire(blocking_timeout=PATIENCE):
		raise TryLater(seconds=PATIENCE)
	try:
		yield
	finally:
		with suppress(LockError):
			lock.release()


def is_its_turn(run: Document) -> bool:
	"""Return whether no more urgent run about the same record is due."""
	filters = {
		"reference_name": run.reference_name,
		"reference_doctype": run.reference_doctype,
		"status": ("in", UNDER_WAY),
		"next_attempt_on": ("<=", now_datetime()),
	}
	order = "priority asc, creation asc, name asc"
	due = frappe.get_all(RUN, filters=filters, order_by=order, limit=1, pluck="name")
	return not due or due[0] == run.name
