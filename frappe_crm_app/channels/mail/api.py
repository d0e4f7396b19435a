"""The endpoint of mails that people write from a record."""

import frappe
from frappe import _

from frappe_crm_app.channels.mail.signature import signature_for
from frappe_crm_app.visibility.users import has_crm_role


@frappe.whitelist(methods=["GET"])
def get_signature(sender: str | None = None) -> dict:
	"""Return `{signature, email_id}` of the account by which the session's user sends a mail, `{}` where that signs nothing.

	`sender` is the address of one of the accounts that the user was given; without, it is the site's account. Nothing else is told of
	an account. Raises `frappe.PermissionError` for who has nothing to do with the CRM.
	"""
	if not has_crm_role():
		frappe.throw(_("Mails about records are written by people of the CRM."), frappe.PermissionError)
	return signature_for(frappe.session.user, sender)
