"""What forms of records ask of workflow rules: the buttons of a record."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules import buttons
from frappe_crm_app.automation.workflow_rules.definition import RECORD_TYPES
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.workflow_steps import refuse


@frappe.whitelist()
def get_buttons(doctype: str, name: str) -> list[dict]:
	"""Return `{rule, label}` of the rules that the user may begin for a record, and that apply to it."""
	refuse_others(doctype)
	frappe.has_permission(doctype, "write", name, throw=True)
	return buttons.offered(doctype, name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def press(rule: str, doctype: str, name: str) -> str:
	"""Have a rule run for a record, for who may change it; return the run. It acts as the rule's owner."""
	refuse_others(doctype)
	frappe.has_permission(doctype, "write", name, throw=True)
	return buttons.press(rule, doctype, name)


def refuse_others(doctype: str) -> None:
	"""Raise `RuleError` for a record that rules are not about."""
	if doctype not in RECORD_TYPES:
		refuse(_("Rules are not about such records."))
