"""The list of rules: what each says in plain words, and what it did in the last 30 days; three statements, however many there are."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from pypika import Case
from pypika.functions import Count, Max, Sum

from frappe_crm_app.automation.workflow_rules.editor.given import AS_JSON, EDITABLE
from frappe_crm_app.automation.workflow_rules.editor.rights import may
from frappe_crm_app.automation.workflow_rules.editor.sentences import sentence_of
from frappe_crm_app.automation.workflow_rules.editor.shipped import templates
from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN
from frappe_crm_app.automation.workflow_rules.saving import values_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.visibility.labels import label_of

DAYS = 30
SECRET = "webhook_secret"
SHOWN = [name for name in EDITABLE if name != SECRET]
STATE = ["name", "modified", "paused_reason", "rule_owner", "enabled_on", "version_number"]


def overview() -> dict:
	"""Return `{can_write, days, rules, templates}`."""
	rules = frappe.get_all(RULE, fields=[*SHOWN, *STATE], order_by="title asc, name asc")
	numbers = numbers_of([rule.name for rule in rules])
	return {
		"can_write": may("write"),
		"days": DAYS,
		"rules": [as_row(rule, numbers.get(rule.name)) for rule in rules],
		"templates": templates(),
	}


def row_of(name: str) -> dict:
	"""Return one row of the list."""
	(rule,) = frappe.get_all(RULE, filters={"name": name}, fields=[*SHOWN, *STATE])
	return as_row(rule, numbers_of([name]).get(name))


def as_row(rule: frappe._dict, numbers: dict | None) -> dict:
	"""Return a rule as the list shows it."""
	return {
		"name": rule.name,
		"title": rule.title,
		"sentence": sentence_of(read(rule)),
		"is_enabled": rule.is_enabled,
		"paused_reason": rule.paused_reason,
		"record_type": rule.record_type,
		"record_label": label_of(rule.record_type),
		"trigger_type": rule.trigger_type,
		**(numbers or {"runs": 0, "failures": 0, "last_run": None}),
	}


def numbers_of(rules: list[str]) -> dict[str, dict]:
	"""Return `{runs, failures, last_run}` by rule: how often each ran and failed in the last days, and when it ran last."""
	if not rules:
		return {}
	run = frappe.qb.DocType(RUN)
	query = (
		frappe.qb.from_(run).groupby(run.rule).where(run.rule.isin(rules) & (run.status != RunStatus.SKIPPED))
	)
	query = query.where(run.creation >= since()).select(
		run.rule,
		Count("*"),
		Sum(Case().when(run.status == RunStatus.FAILED, 1).else_(0)),
		Max(run.creation),
	)
	return {
		rule: {"runs": runs, "failures": int(failures), "last_run": last_run}
		for rule, runs, failures, last_run in query.run()
	}


def since() -> datetime:
	"""Return from when on runs are counted."""
	return now_datetime() - timedelta(days=DAYS)


def read(rule: frappe._dict) -> dict:
	"""Return a stored rule with conditions and steps as JSON holds them."""
	parts = {name: frappe.parse_json(rule.get(name) or None) or empty() for name, empty in AS_JSON.items()}
	return {**rule, **parts}


def rule_of(name: str) -> dict:
	"""Return a rule as the editor takes it; never its secret, only whether there is one."""
	doc = frappe.get_doc(RULE, name)
	given = {field: doc.get(field) for field in (*SHOWN, *STATE)} | values_of(doc)
	return {**given, "modified": str(doc.modified), "has_secret": bool(doc.get(SECRET))}
