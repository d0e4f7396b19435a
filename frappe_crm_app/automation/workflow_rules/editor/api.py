"""The endpoints of the page of rules: CRM Admin writes them, CRM Manager reads them, others are refused in one sentence."""

import frappe

from frappe_crm_app.automation.workflow_rules.editor import (
	catalog,
	keeping,
	overview,
	problems,
	retrying,
	run_list,
)
from frappe_crm_app.automation.workflow_rules.editor.given import read_rule
from frappe_crm_app.automation.workflow_rules.editor.rights import require
from frappe_crm_app.kit.conflicts import repeated_on_conflict


@frappe.whitelist(methods=["GET"])
def get_rules() -> dict:
	"""Return `{can_write, rules, templates}`: every rule with its sentence and what it did in the last 30 days, and rules to start from."""
	require("read")
	return overview.overview()


@frappe.whitelist(methods=["GET"])
def get_rule(name: str) -> dict:
	"""Return a rule as the editor takes it: the fields that people fill, `conditions` and `steps` read, and what the engine says of it."""
	require("read")
	return overview.rule_of(name)


@frappe.whitelist(methods=["GET"])
def get_catalog(record_type: str) -> dict:
	"""Return what rules about such records may consist of: `{events, fields, operators, stages, targets, steps, …}`."""
	require("read")
	return catalog.catalog(record_type)


@frappe.whitelist(methods=["POST"])
def check(rule: str | dict) -> dict:
	"""Return `{sentence, problems: [{part, place, message}]}` of what somebody is writing; nothing is kept."""
	require("read")
	return problems.check(read_rule(rule))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def save(rule: str | dict, name: str | None = None, modified: str | None = None) -> dict:
	"""Keep a rule, a new one without `name`; return it as `get_rule` does.

	A `RuleError` comes with `problems`, as `check` returns them. `modified` is when the caller read it: a later change of somebody
	else's is not overwritten.
	"""
	require("write")
	return keeping.save(read_rule(rule), name, modified)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def turn(name: str, is_on: bool) -> dict:
	"""Turn a rule on or off; return its row of `get_rules`."""
	require("write")
	return keeping.turn(name, is_on)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def remove(name: str) -> None:
	"""Delete a rule that never ran."""
	require("delete")
	keeping.remove(name)


@frappe.whitelist(methods=["GET"])
def get_runs(rule: str, shown: str = run_list.Shown.RAN, start: int = 0) -> dict:
	"""Return `{rows, has_more}`: the latest runs of a rule, of records that the user sees; `shown` is ran, failed or skipped."""
	require("read")
	return run_list.run_list(rule, shown, start)


@frappe.whitelist(methods=["GET"])
def get_run_steps(run: str) -> list[dict]:
	"""Return what each step of a run did, of records that the user sees."""
	require("read")
	return run_list.steps_of(run)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry_run(run: str) -> None:
	"""Have a run that failed go on where it failed, for who writes rules and sees the run; nothing is done twice."""
	require("write")
	retrying.retry(run)
