"""What follows from saving a rule: reading what it says, and making a version where that is new."""

import json
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.automation.workflow_rules.definition import DEFINING, as_json, read_definition
from frappe_crm_app.automation.workflow_rules.rules import VERSION
from frappe_crm_app.automation.workflow_rules.triggers import first_look
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.workflow_steps import refuse

AS_JSON = {"conditions": {"all": []}, "steps": []}


def definition_given(rule: Document, is_stored: bool = False) -> str:
	"""Return what a rule says as its version stores it, and write conditions and steps back in order; raises what `read_definition` raises."""
	given = values_of(rule)
	if not is_stored:
		read_definition(given)
		rule.update({name: frappe.as_json(given[name]) for name in AS_JSON})
	return as_json(given)


def values_of(rule: Document) -> dict:
	"""Return what a rule says, conditions and steps read."""
	given = {name: rule.get(name) or None for name in DEFINING}
	for name, nothing in AS_JSON.items():
		given[name] = read_json(given[name]) if given[name] else nothing
		if given[name] is None:
			refuse(_("{0} cannot be read: this is no JSON.").format(_(rule.meta.get_label(name))))
	return given


def make_version(rule: Document) -> None:
	"""Write what the rule says as its next version."""
	number = (rule.version_number or 0) + 1
	version = frappe.new_doc(VERSION)
	version.update({"rule": rule.name, "number": number, "definition": as_json(values_of(rule))})
	version.insert(ignore_permissions=True)
	rule.db_set({"version": version.name, "version_number": number}, update_modified=False)


def first_look_of(rule: Document) -> datetime | None:
	"""Return when a rule that is turned on is to look at records by itself."""
	definition = read_definition(json.loads(as_json(values_of(rule))))
	return first_look(definition, present_of(rule.rule_owner))


def forget_rule(rule: str) -> None:
	"""Remove the versions of a rule that never ran."""
	frappe.db.delete(VERSION, {"rule": rule})
