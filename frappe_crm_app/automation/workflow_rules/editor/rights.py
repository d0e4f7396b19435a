"""Who keeps rules and who reads them, refused in one sentence."""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.rules import RULE


def require(ptype: str) -> None:
	"""Raise `frappe.PermissionError` where the session's user may not do this with rules."""
	if may(ptype):
		return
	if ptype == "read":
		sentence = _("Only administrators and managers of the CRM see its rules.")
	else:
		sentence = _("Only administrators of the CRM write its rules.")
	frappe.throw(sentence, frappe.PermissionError)


def may(ptype: str) -> bool:
	"""Return whether the session's user may do this with rules."""
	return bool(frappe.has_permission(RULE, ptype))
