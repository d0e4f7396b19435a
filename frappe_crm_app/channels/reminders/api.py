"""The endpoints of what a person wants to be told. Each is about the session's own user."""

import frappe
from frappe import _

from frappe_crm_app.channels.reminders.preferences import Preference, choose, wants
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.visibility.users import has_crm_role


@frappe.whitelist(methods=["GET"])
def get_preferences() -> dict:
	"""Return `{reminder_mail, digest}`, what the user is sent by mail; raises `frappe.PermissionError`."""
	refuse_others()
	user = frappe.session.user
	return {"reminder_mail": wants(user, Preference.REMINDER_MAIL), "digest": wants(user, Preference.DIGEST)}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def set_preferences(reminder_mail: bool, digest: bool) -> None:
	"""Keep what the user wants to be sent by mail; raises `frappe.PermissionError`."""
	refuse_others()
	choose(frappe.session.user, Preference.REMINDER_MAIL, reminder_mail)
	choose(frappe.session.user, Preference.DIGEST, digest)


def refuse_others() -> None:
	"""Refuse who has nothing to do with the CRM, and so no reminders."""
	if not has_crm_role():
		frappe.throw(_("Reminders are for people of the CRM."), frappe.PermissionError)
