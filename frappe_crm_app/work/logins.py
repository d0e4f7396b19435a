"""Who takes part with a login: in a project, or in an event."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import escape_html

from frappe_crm_app.visibility.guarded import CONTACT
from frappe_crm_app.visibility.guards import can_hold


def logins_of(contacts: Iterable[str]) -> dict[str, str]:
	"""Return the login of each contact that has one by which records could be seen."""
	wanted = sorted(set(contacts))
	if not wanted:
		return {}
	filters = {"name": ("in", wanted), "linked_user": ("is", "set")}
	rows = frappe.get_all(CONTACT, filters=filters, fields=["name", "linked_user"], order_by=None)
	return {row.name: row.linked_user for row in rows if can_hold(row.linked_user)}


def refuse_without_access(user: str) -> None:
	"""Raise `frappe.ValidationError` for a user who could see no record."""
	if not can_hold(user):
		frappe.throw(
			_("{0} is disabled, or has no role of the CRM, and could not see this.").format(escape_html(user))
		)
