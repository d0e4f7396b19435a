"""Rules that somebody begins for one record by a button."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.asked import hidden_links
from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.matching import Reason
from frappe_crm_app.automation.workflow_rules.rules import (
	RUN,
	definition_of,
	enabled_rules,
	readable_definition,
	reason_of_owner,
)
from frappe_crm_app.automation.workflow_rules.starting import Start, once_key, start
from frappe_crm_app.automation.workflow_rules.values import matches_now, present_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import RunStatus
from frappe_crm_app.kit.workflow_steps import Record, refuse


def offered(doctype: str, name: str) -> list[dict]:
	"""Return `{rule, label}` of the buttons of a record, those of the most urgent rules first."""
	rules = enabled_rules(trigger_type=TriggerType.BUTTON, record_type=doctype)
	found = [(rule, readable_definition(rule.version)[0]) for rule in rules]
	shown = [rule for rule, definition in found if definition and applies(rule, definition, name)]
	return [{"rule": rule.name, "label": rule.button_label or rule.title} for rule in shown]


def applies(rule: frappe._dict, definition: Definition, name: str) -> bool:
	"""Return whether a record fulfils the conditions of a rule; not where the session's user does not see what they ask for."""
	record, links = (
		(definition.record_type, name),
		{test.field.link for test in definition.conditions.tests()},
	)
	if hidden_links(record, links - {None}):
		return False
	return matches_now(definition.conditions, record, present_of(rule.rule_owner))


def press(rule: str, doctype: str, name: str) -> str:
	"""Write the run and return it, or the one that has not begun yet; raises `RuleError` where the rule does not run for this record."""
	found = enabled_rules(trigger_type=TriggerType.BUTTON, record_type=doctype, name=rule)
	if not found:
		refuse(_("There is no such button any more."))
	facts, definition = found[0], definition_of(found[0].version)
	if not applies(facts, definition, name):
		refuse(_("The rule does not apply to this record."))
	refuse_owner(reason_of_owner(facts))
	last = last_run(facts.name, (doctype, name))
	if last and last.status == RunStatus.QUEUED:
		return last.name
	pressed = start_of(facts, definition, (doctype, name), last.name if last else "")
	start([pressed])
	stored = {"rule": facts.name, "occasion": pressed.occasion}
	# Locked, so that a run is seen that somebody else committed meanwhile.
	run = frappe.db.get_value(RUN, stored, ["name", "reason"], as_dict=True, for_update=True)
	if run.reason:
		refuse(run.reason)
	return run.name


def last_run(rule: str, record: Record) -> frappe._dict | None:
	"""Return `name` and `status` of the latest run of a rule for a record."""
	filters = {"rule": rule, "reference_doctype": record[0], "reference_name": record[1]}
	order = "creation desc, name desc"
	return frappe.db.get_value(RUN, filters, ["name", "status"], as_dict=True, order_by=order)


def start_of(rule: frappe._dict, definition: Definition, record: Record, last: str) -> Start:
	"""Return the run of a rule that the session's user begins.

	Who presses at the same moment as another one has the same run, the one that follows the last.
	"""
	return Start(
		rule=rule,
		definition=definition,
		record=record,
		occasion=f"press {record[1]} {last}",
		actor=frappe.session.user,
		once_key=once_key(rule.name, definition, record, present_of(rule.rule_owner)),
	)


def refuse_owner(reason: Reason | None) -> None:
	"""Raise `RuleError` where nobody may act for the rule."""
	if reason:
		refuse(reason.sentence)
