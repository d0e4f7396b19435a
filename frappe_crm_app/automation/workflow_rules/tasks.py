"""The outboxes of workflow rules (`kit/outbox/`): runs, requests to the outside, and rules whose time has come to look at records."""

from dataclasses import dataclass

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_step.options import StepStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
from frappe_crm_app.kit.outbox.by_lock import LockedRows
from frappe_crm_app.kit.outbox.by_mark import MarkedRecords

HERE = "frappe_crm_app.automation.workflow_rules"


@dataclass(frozen=True, kw_only=True)
class RunsByPriority(LockedRows):
	"""Runs, those of the most urgent rules first."""

	def find_due(self, limit: int) -> list[str]:
		return frappe.get_all(
			self.doctype,
			filters={self.status: ("in", self.owed), self.next_attempt_on: ("<=", now_datetime())},
			order_by="priority asc, next_attempt_on asc, name asc",
			limit=limit,
			pluck="name",
		)


def rules_due(limit: int) -> list[str]:
	"""Return the rules whose time has come to look at records."""
	from frappe_crm_app.automation.workflow_rules.triggers import rules_due

	return rules_due(limit)


RUNS = RunsByPriority(
	key="workflow_runs",
	work=f"{HERE}.running.advance",
	doctype="CRM Workflow Run",
	owed=(RunStatus.QUEUED, RunStatus.WAITING),
	failed=RunStatus.FAILED,
	backoff=Backoff(first=60, most_attempts=8),
	on_given_up=f"{HERE}.running.note_breaking",
	holding=f"{HERE}.turns.alone",
)
REQUESTS = LeasedRows(
	key="workflow_requests",
	work=f"{HERE}.requests.send",
	doctype="CRM Workflow Step",
	owed=(StepStatus.OWED, StepStatus.TRYING),
	running=StepStatus.RUNNING,
	failed=StepStatus.FAILED,
	backoff=Backoff(first=60, most_attempts=12),  # the last one comes after a day
	on_given_up=f"{HERE}.requests.fail_run",
	minutes=5,
)
TRIGGERS = MarkedRecords(key="workflow_triggers", work=f"{HERE}.triggers.look", find=rules_due)
