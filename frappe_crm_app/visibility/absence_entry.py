"""Entering when somebody is away.

A person enters their own absence, a CRM Manager that of the people who report to them, a CRM Admin everybody's.
"""

import frappe
from frappe import _

from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.visibility.absence import SALESPERSON
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.user_access import access_of

DAYS = ("away_from", "away_until")


def enter(person: str | None, **days: str) -> None:
	"""Store the first and the last day of an absence, the caller's own without `person`; raises `frappe.PermissionError`."""
	name = person or frappe.db.get_value(SALESPERSON, {"user": frappe.session.user})
	user = name and frappe.db.get_value(SALESPERSON, name, "user")
	if not user or not may_enter(user):
		refuse(is_own=not person)
	doc = frappe.get_doc(SALESPERSON, name)
	doc.update({field: read_date(days.get(field) or "", doc.meta.get_field(field)) for field in DAYS})
	doc.save(ignore_permissions=True)


def may_enter(user: str) -> bool:
	"""Return whether the session's user enters when somebody is away."""
	access = access_of()
	if access.user in (user, "Administrator") or CRMRole.ADMIN in access.roles:
		return True
	return CRMRole.MANAGER in access.roles and user in access.team


def refuse(is_own: bool) -> None:
	"""Raise `frappe.PermissionError`, the same for a person who is not there."""
	if is_own:
		frappe.throw(_("You are no salesperson. Ask an administrator of the CRM."), frappe.PermissionError)
	frappe.throw(
		_("A person enters when they are away, or the manager to whom they report."), frappe.PermissionError
	)
