"""What rules did about a record, in its timeline (hook `crm_timeline_sources`), and why one was stopped by the engine.

A run stands there once it has begun; of those that never began, only those that would have gone on and on. What it did to other
records is told to who sees those.
"""

import frappe
from frappe import _
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN, STEP
from frappe_crm_app.automation.workflow_rules.steps.linked import SUBMISSION
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import CONTACT
from frappe_crm_app.visibility.policy import criterion

ENDLESS = (ReasonKey.LOOP, ReasonKey.DEEP)
HEADLINES = {
	RunStatus.QUEUED: lambda: _("Rule “{0}” began"),
	RunStatus.WAITING: lambda: _("Rule “{0}” is under way"),
	RunStatus.COMPLETED: lambda: _("Rule “{0}” ran"),
	RunStatus.FAILED: lambda: _("Rule “{0}” failed"),
	RunStatus.CANCELLED: lambda: _("Rule “{0}” was cancelled"),
	RunStatus.SKIPPED: lambda: _("Rule “{0}” was stopped"),
}


class RuleSource(StrEnum):
	"""The names of these sources."""

	RULE = "rule"
	RULE_OF_FORM = "rule_of_form"


def is_shown(run: Table) -> Criterion:
	"""Return the criterion that a run has begun, or did not lest it went on and on."""
	return (run.status != RunStatus.SKIPPED) | run.reason_key.isin(ENDLESS)


def runs_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for the runs about a record."""
	run = frappe.qb.DocType(RUN)
	return (run.reference_doctype == doctype) & (run.reference_name == name) & is_shown(run)


def runs_of_forms(_doctype: str, name: str) -> Criterion:
	"""Return the criterion for the runs about what a contact sent through forms."""
	run, submission = frappe.qb.DocType(RUN), frappe.qb.DocType(SUBMISSION)
	sent = frappe.qb.from_(submission).select(submission.name).where(submission.contact == name)
	return (run.reference_doctype == SUBMISSION) & run.reference_name.isin(sent) & is_shown(run)


def with_rule_and_steps(query: QueryBuilder, run: Table) -> QueryBuilder:
	"""Return the query for runs with their rule joined, and a row for each of their steps that the reader may see."""
	rule, step, allowed = frappe.qb.DocType(RULE), frappe.qb.DocType(STEP), criterion(STEP)
	is_of_run = step.run == run.name
	query = query.left_join(rule).on(rule.name == run.rule)
	return query.left_join(step).on(is_of_run if allowed is None else is_of_run & allowed)


def columns(run: Table) -> dict[str, Term]:
	"""Return what a run says (who did it is the rule), and what one of its steps did, when and where among them."""
	title, step = frappe.qb.DocType(RULE).title, frappe.qb.DocType(STEP)
	of_run = {"by": run.rule, "by_name": title, "status": run.status, "text": run.reason}
	of_step = {"detail": step.detail, "reason": step.reason, "moment": step.creation, "place": step.place}
	return of_run | of_step


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what became of runs and what they did, a line for each step."""
	done = said_by_steps(rows)
	return {row.name: entry_of(row, done.get(row.name, [])) for row in rows}


def entry_of(row: frappe._dict, done: list[str]) -> dict:
	"""Return what one run says."""
	reason = as_text(row.text)
	lines = [*done, reason] if reason and reason not in done else done
	headline = HEADLINES[RunStatus(row.status)]().format(row.by_name or row.by)
	return {"headline": headline, "text": "\n".join(lines), "status": row.status, "rule": row.by}


def said_by_steps(rows: list[frappe._dict]) -> dict[str, list[str]]:
	"""Return, by run, what its steps say, in the order in which they were done."""
	said: dict[str, list[str]] = {}
	steps = [row for row in rows if row.moment]
	for step in sorted(steps, key=lambda row: (str(row.moment), row.place or "")):
		if line := " ".join(filter(None, (step.detail, step.reason))):
			said.setdefault(step.name, []).append(as_text(line))
	return said


RUNS_ABOUT = TimelineSource(RuleSource.RULE, RUN, runs_of, columns, tell, with_rule_and_steps)
RUNS_ABOUT_FORMS = TimelineSource(
	RuleSource.RULE_OF_FORM, RUN, runs_of_forms, columns, tell, with_rule_and_steps, doctypes=(CONTACT,)
)
