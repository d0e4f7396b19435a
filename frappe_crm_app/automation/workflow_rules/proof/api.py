"""What the page of rules asks to prove a rule, and forms of records to explain what rules did."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.definition import RECORD_TYPES
from frappe_crm_app.automation.workflow_rules.proof.backtest import Backtest
from frappe_crm_app.automation.workflow_rules.proof.explaining import Explanation
from frappe_crm_app.automation.workflow_rules.proof.given import read_rule
from frappe_crm_app.automation.workflow_rules.proof.report import report
from frappe_crm_app.automation.workflow_rules.proof.trial import Trial
from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN
from frappe_crm_app.kit.workflow_steps import refuse

SHORTEST, LONGEST = 30, 365  # days


@frappe.whitelist(methods=["POST"])
def backtest(rule: dict | str, days: int = 90) -> dict:
	"""Return what a rule would have done over the last 30 to 365 days, for who may read rules; writes nothing.

	`rule` are the fields that make up a version. The answer is `{days, from, to, would_run, records, more, undecided, does, unknown}`, of records
	that the user sees: `records` are the newest 100 runs, `{doctype, name, title, on}`, `more` are further ones, `undecided` what may have run; `does` has `{step, place, depth, label, count, people}` of each step, `unknown` sentences on what
	history cannot tell.
	"""
	frappe.has_permission(RULE, "read", throw=True)
	if not SHORTEST <= days <= LONGEST:
		refuse(_("A rule is tested over {0} to {1} days.").format(SHORTEST, LONGEST))
	return report(Backtest(read_rule(rule), days))


@frappe.whitelist(methods=["POST"])
def try_on(rule: dict | str, doctype: str, name: str) -> dict:
	"""Return what a rule would do to one record now, for who may read rules and the record; writes nothing.

	`{would_run, reason, conditions: [{text, value, holds}], steps: [{depth, label, sentence, refused}]}`. `holds` is `None` where it depends
	on what happens. Steps are those that would follow, by what holds now, up to one that would be refused.
	"""
	frappe.has_permission(RULE, "read", throw=True)
	refuse_unseen(doctype, name)
	given = read_rule(rule)
	if given.definition.record_type != doctype:
		refuse(_("This rule is not about such a record."))
	return Trial(given, (doctype, name)).answer()


@frappe.whitelist(methods=["GET"])
def explain(doctype: str, name: str) -> dict:
	"""Return why rules ran for a record, or did not, for who may read it.

	`{rules: [{rule, title, is_enabled, sentence, paused_reason, remark, events: [{event, label, on, status, reason, run, seen, did}]}]}`. Who may
	read rules gets all of the record's type, with `seen`, `[{text, value, holds}]`; others those that ran, if they may read runs. What depends on
	records that the user does not see has the status Not Told, and `holds` is `None`; `remark` says so. `did` is what steps did to records
	that the user sees, `[{label, status, detail, on}]`.
	"""
	refuse_unseen(doctype, name)
	if not frappe.has_permission(RUN, "read"):
		return {"rules": []}
	return {"rules": Explanation((doctype, name), bool(frappe.has_permission(RULE, "read"))).rules()}


def refuse_unseen(doctype: str, name: str) -> None:
	"""Raise `RuleError` for a record that rules are not about, `frappe.PermissionError` for one that is not there or not seen."""
	if doctype not in RECORD_TYPES:
		refuse(_("Rules are not about such records."))
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
