"""Rules that move records to a stage to which nothing comes: refused as they are made or turned on, and named as it is archived."""

import json
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.automation.workflow_rules.rules import RULE
from frappe_crm_app.kit.exceptions import RuleError, StageError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.pipeline.archiving import refuse_archived_stage

MOVE = "stage"


def stages_in(part: object) -> Iterator[str]:
	"""Yield the stages to which steps move a record, those inside other steps included."""
	if isinstance(part, list):
		for each in part:
			yield from stages_in(each)
	if not isinstance(part, dict):
		return
	if part.get("step") == MOVE and isinstance(part.get("stage"), str):
		yield part["stage"]
	for each in part.values():
		yield from stages_in(each)


def refuse_archived_stages(steps: object) -> None:
	"""Raise `RuleError` where a step moves records to a stage that is archived, or is one of an archived pipeline."""
	for stage in stages_in(steps):
		pipeline = frappe.db.get_value("CRM Stage", stage, "pipeline")
		if not pipeline:
			continue  # what reads the step says that there is none
		try:
			refuse_archived_stage(stage, pipeline)
		except StageError as error:
			frappe.clear_last_message()
			frappe.throw(str(error), RuleError)


def refuse_moves_of_rule(rule: Document, is_defined_anew: bool) -> None:
	"""Raise `RuleError` where a rule is turned on, or changed while it is on, that moves records to an archived stage."""
	if cint(rule.is_enabled) and (is_defined_anew or is_changed(rule, "is_enabled")):
		refuse_archived_stages(json.loads(rule.steps or "[]"))


def tell_of_rules(doc: Document, _event: str) -> None:
	"""Say which rules that are on move records to the stage, or into the pipeline, that is just archived (hook `on_update`)."""
	if not cint(doc.is_archived) or not is_changed(doc, "is_archived"):
		return
	titles = rules_moving_to(stages_of(doc))
	if titles:
		frappe.msgprint(
			_("These rules move records there, and stop at it from now on: {0}").format(
				escape_html(", ".join(titles))
			),
			title=_("Workflow Rules"),
			indicator="orange",
		)


def stages_of(doc: Document) -> set[str]:
	"""Return the stage itself, or those of a pipeline."""
	if doc.doctype == "CRM Stage":
		return {doc.name}
	return set(frappe.get_all("CRM Stage", filters={"pipeline": doc.name}, pluck="name"))


def rules_moving_to(stages: set[str]) -> list[str]:
	"""Return the titles of the rules that are on and move records to one of these stages, as far as the session's user reads rules."""
	if not frappe.has_permission(RULE, "read"):
		return []
	rows = frappe.get_list(
		RULE, filters={"is_enabled": 1}, fields=["title", "steps"], order_by="title asc, name asc"
	)
	return [row.title for row in rows if stages.intersection(stages_in(json.loads(row.steps or "[]")))]
