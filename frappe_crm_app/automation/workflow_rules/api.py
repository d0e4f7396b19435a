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
	refuse_unwritable(doctype, name)
	return buttons.offered(doctype, name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def press(rule: str, doctype: str, name: str) -> str:
	"""Have a rule run for a record, for who may change it; return the run. It acts as the rule's owner."""
	refuse_unwritable(doctype, name)
	return buttons.press(rule, doctype, name)


def refuse_unwritable(doctype: str, name: str) -> None:
	"""Raise `RuleError` for a record that rules are not about, `frappe.PermissionError` for one that is not there or may not be changed."""
	if doctype not in RECORD_TYPES:
		refuse(_("Rules are not about such records."))
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "write", name):
		frappe.throw(_("There is no such record that you can change."), frappe.PermissionError)
