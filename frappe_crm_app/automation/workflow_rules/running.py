"""Has a run go on, in one transaction with the marks of its steps (`RUNS` in `tasks.py`).

Step follows step until one waits, is refused or is the last. A worker that dies leaves nothing of it. What one step wrote is undone
where it fails; what the steps before it did stays, and the run goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.matching import Reason
from frappe_crm_app.automation.workflow_rules.rules import (
	facts_of,
	pause,
	readable_definition,
	reason_of_owner,
)
from frappe_crm_app.automation.workflow_rules.slices import Slice
from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.automation.workflow_rules.turns import is_its_turn
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.kit.domain_events.cause import Cause, because_of
from frappe_crm_app.visibility.labels import label_of


def advance(run: Document) -> dict | None:
	"""Have a run go on, and return what is to be stored of it; `None` where another one of the record comes first."""
	if not is_its_turn(run):
		RUNS.enqueue()
		return None
	rule = facts_of(run.rule)
	definition, broken = readable_definition(run.version)
	reason = broken or reason_to_cancel(run, rule)
	if reason:
		return cancelled(reason)
	with acting_for(rule, run):
		if not frappe.has_permission(run.reference_doctype, "read", run.reference_name):
			return cancelled(hidden(rule))
		return Slice(run, rule, definition).go_on()


@contextmanager
def acting_for(rule: frappe._dict, run: Document) -> Iterator[None]:
	"""Act as the owner of a rule; what is saved follows from the rule, and from the event that made it run."""
	before, cause = frappe.session.user, Cause(run.event, rule.name, run.depth + 1, bool(run.is_bulk))
	frappe.set_user(rule.rule_owner)
	try:
		with because_of(cause):
			yield
	finally:
		frappe.set_user(before)


def reason_to_cancel(run: Document, rule: frappe._dict | None) -> Reason | None:
	"""Return why a run does not go on: its record or its rule is gone, or nobody may act for it; locks the record."""
	if not rule:
		return Reason(ReasonKey.GONE, _("The rule was deleted."))
	record = (run.reference_doctype, run.reference_name)
	if not frappe.db.get_value(*record, "name", for_update=True):
		return reason_of_absence(*record)
	reason = reason_of_owner(rule)
	if reason:
		pause(rule.name, reason)
	return reason


def reason_of_absence(doctype: str, name: str) -> Reason:
	"""Return where a record went that is not there any more."""
	if frappe.db.exists("CRM Merge", {"record_type": doctype, "removed": name}):
		return Reason(ReasonKey.MERGED, _("The {0} was merged into another one.").format(label_of(doctype)))
	return Reason(ReasonKey.GONE, _("The {0} was deleted.").format(label_of(doctype)))


def hidden(rule: frappe._dict) -> Reason:
	"""Return that the owner of a rule may not see the record."""
	return Reason(ReasonKey.HIDDEN, _("{0}, as whom it runs, does not see this.").format(rule.rule_owner))


def cancelled(reason: Reason) -> dict:
	"""Return what is to be stored of a run that ends before its last step."""
	return {
		"status": RunStatus.CANCELLED,
		"reason_key": reason.key,
		"reason": reason.sentence,
		"finished_on": now_datetime(),
		"awaited_kind": None,
	}


def note_breaking(_run: object, _reason: str) -> dict:
	"""Return what more is to be stored of a run that is given up."""
	return {"reason_key": ReasonKey.BROKEN, "finished_on": now_datetime(), "awaited_kind": None}
