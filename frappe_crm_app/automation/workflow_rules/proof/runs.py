"""What is stored of one record: what happened to it, which runs came of that, and what their steps did; five statements."""

from collections import defaultdict
from dataclasses import dataclass

import frappe

from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN, STEP
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.kit.workflow_steps import Record

EVENT = "CRM Domain Event"
MOST_RUNS, MOST_EVENTS = 300, 200
RULE_FIELDS = [
	"name", "title", "is_enabled", "version", "trigger_type", "event_kind", "enabled_on", "most_runs_a_minute", "paused_reason",
]  # fmt: skip
RUN_FIELDS = [
	"name", "rule", "version", "event", "status", "reason", "moment", "creation", "next_attempt_on", "awaited_kind",
]  # fmt: skip


@dataclass(frozen=True)
class Found:
	"""What is stored of a record, the newest first."""

	rules: list[frappe._dict]
	runs: list[frappe._dict]
	events: list[frappe._dict]
	seen: set[str]
	"""The runs that the session's user sees: they see all of what these tell."""
	steps: dict[str, list[frappe._dict]]


def find(record: Record, is_overseen: bool) -> Found:
	"""Return what is stored of a record; for who does not oversee rules, only of runs that began."""
	doctype, name = record
	runs = runs_of(record, is_overseen)
	filters = (
		{"record_type": doctype} if is_overseen else {"name": ("in", [run.rule for run in runs] or [""])}
	)
	rules = frappe.get_all(RULE, filters, RULE_FIELDS, order_by="priority asc, name asc")
	kinds = sorted({rule.event_kind for rule in rules if rule.event_kind})
	events = frappe.get_all(
		EVENT,
		{"reference_doctype": doctype, "reference_name": name, "kind": ("in", kinds or [""])},
		["name", "kind", "occurred_on", "status"],
		order_by="occurred_on desc, name desc",
		limit=MOST_EVENTS,
	)
	names = [run.name for run in runs]
	seen = visible(names) if is_overseen else set(names)
	begun = [run.name for run in runs if run.status != RunStatus.SKIPPED and run.name in seen]
	return Found(rules, runs, events, seen, steps_of(begun))


def runs_of(record: Record, is_overseen: bool) -> list[frappe._dict]:
	"""Return the newest runs about a record: for who does not oversee rules, those that they see."""
	doctype, name = record
	filters = {"reference_doctype": doctype, "reference_name": name}
	if not is_overseen:
		filters["status"] = ("!=", RunStatus.SKIPPED)
	order = {"order_by": "creation desc, name desc", "limit": MOST_RUNS}
	if is_overseen:
		return frappe.get_all(RUN, filters, [*RUN_FIELDS, "seen"], **order)
	return frappe.get_list(RUN, filters, RUN_FIELDS, **order)


def visible(runs: list[str]) -> set[str]:
	"""Return those of some runs that the session's user sees."""
	return set(frappe.get_list(RUN, {"name": ("in", runs)}, pluck="name", limit=MOST_RUNS)) if runs else set()


def steps_of(runs: list[str]) -> dict[str, list[frappe._dict]]:
	"""Return what steps did, to records that the session's user sees, by run."""
	found = defaultdict(list)
	if runs:
		fields = ["run", "step_type", "status", "detail", "reason", "creation"]
		rows = frappe.get_list(
			STEP, {"run": ("in", runs)}, fields, order_by="creation asc, name asc", limit=1000
		)
		for row in rows:
			found[row.run].append(row)
	return found
