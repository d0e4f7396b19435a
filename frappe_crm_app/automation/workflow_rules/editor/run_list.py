"""The latest runs of one rule, of records that the user sees, and what their steps did."""

from collections.abc import Iterable
from enum import unique

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN, STEP
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import COLOR_OF_STATUS, RunStatus
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.kit.workflow_steps import Record, all_types, refuse, shown

PAGE = 20
FIELDS = (
	"name", "status", "reason", "reference_doctype", "reference_name", "creation", "finished_on", "next_attempt_on",
)  # fmt: skip


@unique
class Shown(StrEnum):
	"""Which runs are looked at."""

	RAN = "ran"
	FAILED = "failed"
	SKIPPED = "skipped"


FILTERS = {
	Shown.RAN: ("!=", RunStatus.SKIPPED),
	Shown.FAILED: ("=", RunStatus.FAILED),
	Shown.SKIPPED: ("=", RunStatus.SKIPPED),
}


def run_list(rule: str, shown_runs: str, start: int) -> dict:
	"""Return `{rows, has_more}`, the latest first."""
	if shown_runs not in set(map(str, Shown)):
		refuse(_("There are no runs called “{0}”.").format(shown(shown_runs)))
	if start < 0 or not frappe.db.exists(RULE, rule):
		refuse(_("There is no such rule any more."))
	rows = frappe.get_list(
		RUN,
		filters={"rule": rule, "status": FILTERS[Shown(shown_runs)]},
		fields=list(FIELDS),
		order_by="creation desc, name desc",
		limit_start=start,
		limit_page_length=PAGE + 1,
	)
	titles = titles_of((row.reference_doctype, row.reference_name) for row in rows)
	shown_rows = [as_shown(row, titles) for row in rows[:PAGE]]
	return {"rows": shown_rows, "has_more": len(rows) > PAGE}


def as_shown(row: frappe._dict, titles: dict[Record, str]) -> dict:
	"""Return a run as the page gets it."""
	record = (row.reference_doctype, row.reference_name)
	return {
		"name": row.name,
		"status": row.status,
		"has_failed": row.status == RunStatus.FAILED,
		"color": COLOR_OF_STATUS[RunStatus(row.status)],
		"reason": as_text(row.reason),
		"doctype": row.reference_doctype,
		"record": row.reference_name,
		"title": titles.get(record),
		"on": row.creation,
		"goes_on": row.next_attempt_on if row.status == RunStatus.WAITING else None,
	}


def titles_of(records: Iterable[Record]) -> dict[Record, str]:
	"""Return what people call records that they may see, in one statement for each DocType; nothing of what is gone."""
	names: dict[str, set[str]] = {}
	for doctype, name in records:
		names.setdefault(doctype, set()).add(name)
	found = {}
	for doctype, wanted in names.items():
		title = frappe.get_meta(doctype).title_field or "name"
		filters = {"name": ("in", list(wanted))}
		rows = frappe.get_all(doctype, filters=filters, fields=["name", title], order_by=None)
		found |= {(doctype, row.name): row.get(title) or row.name for row in rows}
	return found


def steps_of(run: str) -> list[dict]:
	"""Return `{label, status, detail, reason}` of the steps of a run, in the order in which they were done."""
	rows = frappe.get_list(
		STEP,
		filters={"run": run},
		fields=["step_type", "place", "iteration", "status", "detail", "reason", "creation"],
		order_by="creation asc, name asc",
		limit_page_length=200,
	)
	types = all_types()
	return [
		{
			"label": str(types[row.step_type].label) if row.step_type in types else row.step_type,
			"status": row.status,
			"detail": as_text(row.detail),
			"reason": as_text(row.reason),
			"on": row.creation,
		}
		for row in rows
	]
