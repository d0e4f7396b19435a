"""A rule built with overrides, and the jobs done in the test's own transaction."""

import json

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules import listening, triggers
from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from tests.factories import insert

RUN, STEP, EVENT = "CRM Workflow Run", "CRM Workflow Step", "CRM Domain Event"
TAG = {"step": "tag", "tag": "Seen"}


def rule(*steps: dict, conditions: list | None = None, **values) -> Document:
	"""Insert a rule that is on; by default it listens to deals that move to another stage."""
	given = {
		"title": "A rule",
		"record_type": "CRM Sales Deal",
		"event_kind": "deal.stage_changed",
		"is_enabled": 1,
		"conditions": json.dumps({"all": conditions or []}),
		"steps": json.dumps([*steps] or [TAG]),
	}
	return insert("CRM Workflow Rule", given | values)


def asked(field: str, operator: str, value: object = None, **more) -> dict:
	"""One test of a condition."""
	return {"field": field, "operator": operator, "value": value, **more}


def work_off(rounds: int = 20) -> None:
	"""Tell what happened and have runs go on, until nothing is due."""
	for _number in range(rounds):
		events = frappe.get_all(EVENT, {"status": "Owed"}, ["name", "kind"], order_by="creation asc")
		for event in events:
			if event.kind in listening.kinds_wanted():
				listening.heard(event.kind, event.name)
			frappe.db.set_value(EVENT, event.name, "status", "Told", update_modified=False)
		due = RUNS.find_due(100)
		for name in due:
			advance(name)
		if not events and not due:
			return
	raise AssertionError("there is no end")


def advance(name: str) -> None:
	"""Have one run go on, as the job does."""
	try:
		RUNS.carry_out(name)
	except Exception as error:
		RUNS.note_failure(name, error)


def look(doc: Document) -> None:
	"""Have a rule look at records by itself, now."""
	frappe.db.set_value(doc.doctype, doc.name, "next_look_on", add_to_date(now_datetime(), seconds=-1))
	triggers.look(doc.name)


def runs(doc: Document, **filters) -> list[frappe._dict]:
	"""Return the runs of a rule."""
	return frappe.get_all(RUN, {"rule": doc.name, **filters}, ["*"], order_by="creation asc, name asc")


def run_of(doc: Document, **filters) -> frappe._dict:
	"""Return the only run of a rule."""
	(run,) = runs(doc, **filters)
	return run


def steps_of(run: frappe._dict) -> list[frappe._dict]:
	"""Return what the steps of a run did, in their order."""
	return frappe.get_all(STEP, {"run": run.name}, ["*"], order_by="creation asc, place asc")


def outcome(doc: Document) -> tuple[str, str | None]:
	"""Return status and kind of reason of the only run of a rule."""
	run = run_of(doc)
	return run.status, run.reason_key


def pass_time(**time: int) -> None:
	"""Let waiting runs and steps be as if so much time had passed."""
	for doctype, fields in {RUN: ("next_attempt_on",), STEP: ("until", "creation")}.items():
		for row in frappe.get_all(doctype, {"status": "Waiting"}, ["name", *fields]):
			moved = {
				name: add_to_date(row[name], **{unit: -amount for unit, amount in time.items()})
				for name in fields
				if row[name]
			}
			frappe.db.set_value(doctype, row.name, moved, update_modified=False)


def tags_of(doc: Document) -> set[str]:
	"""Return the tags of a record."""
	return set(frappe.get_all("Tag Link", {"document_name": doc.name}, pluck="tag"))
