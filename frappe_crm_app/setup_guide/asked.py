"""Who may ask for the first hour: a CRM Admin sets a site up, and a System Manager sees how far it is, and may become one."""

import frappe
from frappe import _

from frappe_crm_app.visibility.api import has_role
from frappe_crm_app.visibility.roles import CRMRole

SYSTEM_MANAGER = "System Manager"


def may_set_up() -> bool:
	"""Return whether the caller does the steps."""
	return has_role(CRMRole.ADMIN)


def require_reader() -> None:
	"""Raise `frappe.PermissionError` for whoever neither sets up the CRM nor the site."""
	if not has_role(CRMRole.ADMIN, SYSTEM_MANAGER):
		refuse(_("Only a CRM Admin or a System Manager sees this."))


def require_admin() -> None:
	"""Raise `frappe.PermissionError` for whoever does not set up the CRM."""
	if not may_set_up():
		refuse(_("Only a CRM Admin may do this."))


def require_system_manager() -> None:
	"""Raise `frappe.PermissionError` for whoever could not give themselves any role."""
	if not has_role(SYSTEM_MANAGER):
		refuse(_("Only a System Manager may do this."))


def refuse(sentence: str) -> None:
	frappe.throw(sentence, frappe.PermissionError)
