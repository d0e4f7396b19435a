"""One run at a time for each record, those of the most urgent rules first.

A lock in Redis is held while a run goes on; whoever then finds a more urgent run of the record, which another worker is about to
begin, leaves its own to it.
"""

from contextlib import AbstractContextManager

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.rules import RUN
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import UNDER_WAY
from frappe_crm_app.kit.outbox import turns

HELD_AT_MOST = 30  # seconds; of a worker that died, the lock comes back after that
PATIENCE = 3  # seconds to wait for another run of the record


def alone(name: str) -> AbstractContextManager[None]:
	"""Return the turn of the record of a run: no other run about it goes on meanwhile. Entering raises `TryLater`."""
	doctype, record = frappe.db.get_value(RUN, name, ["reference_doctype", "reference_name"]) or ("", name)
	return turns.alone(f"crm_workflow_runs_of_{doctype}_{record}", PATIENCE, HELD_AT_MOST)


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
