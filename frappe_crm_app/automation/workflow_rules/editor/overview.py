"""The list of rules: what each says in plain words, and what it did in the last 30 days; three statements, however many there are."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from pypika import Case
from pypika.functions import Count, Max, Sum

from frappe_crm_app.automation.workflow_rules.editor.given import EDITABLE
from frappe_crm_app.automation.workflow_rules.editor.rights import may
from frappe_crm_app.automation.workflow_rules.editor.sentences import sentences_of
from frappe_crm_app.automation.workflow_rules.editor.shipped import templates
from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN
from frappe_crm_app.automation.workflow_rules.saving import values_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.policy import criterion

DAYS = 30
SECRET = "webhook_secret"
SHOWN = [name for name in EDITABLE if name != SECRET]
COLUMNS = [
	"name",
	"title",
	"record_type",
	"trigger_type",
	"is_enabled",
	"paused_reason",
	"version",
	"modified",
]
STATE = ["name", "modified", "paused_reason", "rule_owner", "enabled_on", "version_number"]


def overview() -> dict:
	"""Return `{can_write, days, rules, templates}`."""
	return {"can_write": may("write"), "days": DAYS, "rules": rows(), "templates": templates()}


def row_of(name: str) -> dict:
	"""Return one row of the list."""
	(row,) = rows(name=name)
	return row


def rows(**filters: str) -> list[dict]:
	"""Return rules as the list shows them."""
	rules = frappe.get_all(RULE, filters=filters, fields=COLUMNS, order_by="title asc, name asc")
	numbers = numbers_of([rule.name for rule in rules])
	sentences = sentences_of(rule.version for rule in rules)
	return [
		{
			**rule,
			"paused_reason": as_text(rule.paused_reason),
			"record_label": label_of(rule.record_type),
			"sentence": sentences.get(rule.version),
			**numbers.get(rule.name, {"runs": 0, "failures": 0, "last_run": None}),
		}
		for rule in rules
	]


def numbers_of(rules: list[str]) -> dict[str, dict]:
	"""Return `{runs, failures, last_run}` by rule, of runs that the user sees: how many there were and failed in the last days, and the last."""
	if not rules:
		return {}
	run = frappe.qb.DocType(RUN)
	query = (
		frappe.qb.from_(run).groupby(run.rule).where(run.rule.isin(rules) & (run.status != RunStatus.SKIPPED))
	)
	allowed = criterion(RUN)
	query = query if allowed is None else query.where(allowed)
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


def rule_of(name: str) -> dict:
	"""Return a rule as the editor takes it; never its secret, only whether there is one."""
	doc = frappe.get_doc(RULE, name)
	given = {field: doc.get(field) for field in (*SHOWN, *STATE)} | values_of(doc)
	return {
		**given,
		"paused_reason": as_text(doc.paused_reason),
		"modified": str(doc.modified),
		"has_secret": bool(doc.get(SECRET)),
	}
