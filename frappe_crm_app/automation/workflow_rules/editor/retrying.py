"""A failed run tried again: it goes on at the step that failed, and owes again what nobody has taken.

What it has done stays as it is: each step of a run stands there once, so none is done twice. A request keeps its key, by which who takes
it can tell that it came before.
"""

import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.matching import Reason
from frappe_crm_app.automation.workflow_rules.rules import RUN, STEP, facts_of, reason_of_owner
from frappe_crm_app.automation.workflow_rules.steps.webhook import to_be_sent
from frappe_crm_app.automation.workflow_rules.tasks import REQUESTS, RUNS
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_step.options import StepStatus
from frappe_crm_app.kit.workflow_steps import refuse


def retry(name: str) -> None:
	"""Have a run that failed go on; raises `RuleError` where it has not failed, or nobody may act for its rule."""
	run = failed_run(name)
	failed = frappe.get_all(STEP, {"run": name, "status": StepStatus.FAILED}, ["name", "payload", "until"])
	requests = [step for step in failed if step.payload]
	refused = [step for step in failed if not step.payload]
	for step in refused:
		begin_again(step)
	if refused or run.reason_key == ReasonKey.BROKEN:
		go_on(run)
	else:
		close(run)
	for step in requests:
		says = to_be_sent(json.loads(step.payload)["url"])
		REQUESTS.owe_again([step.name], reason=None, detail=says)


def failed_run(name: str) -> Document:
	"""Return a run that failed and that the session's user sees, locked."""
	is_seen = frappe.db.exists(RUN, name) and frappe.has_permission(RUN, "read", name)
	if not is_seen:
		refuse(_("There is no such run any more."))
	run = frappe.get_doc(RUN, name, for_update=True)
	if run.status != RunStatus.FAILED:
		refuse(_("This run has not failed, or somebody has it tried again already."))
	rule = facts_of(run.rule)
	if reason := reason_of_owner(rule) if rule else Reason(ReasonKey.GONE, _("The rule was deleted.")):
		refuse(reason.sentence)
	return run


def begin_again(step: frappe._dict) -> None:
	"""Forget that a step was refused; one that had waited waits on, as it began."""
	if step.until:
		frappe.db.set_value(STEP, step.name, {"status": StepStatus.WAITING, "reason": None})
	else:
		frappe.db.delete(STEP, {"name": step.name})


def go_on(run: Document) -> None:
	"""Have a run go on at its place: as one that waits, since the step there may have waited before."""
	RUNS.owe_again([run.name], status=RunStatus.WAITING, reason=None, reason_key=None, finished_on=None)


def close(run: Document) -> None:
	"""Let a run be completed whose steps were all done: it fails anew where its requests do."""
	values = {
		"status": RunStatus.COMPLETED,
		"reason": None,
		"reason_key": None,
		"finished_on": now_datetime(),
	}
	run.db_set(values, notify=True)
