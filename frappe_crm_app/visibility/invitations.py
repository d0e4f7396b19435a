"""Inviting people: a user with roles of the CRM, to whom Frappe's welcome mail goes through the Email Queue."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, validate_email_address

from frappe_crm_app.visibility.users import (
	NOT_FOR_PEOPLE,
	described,
	refuse_unknown_roles,
	remove_other_roles,
	require_user,
	roles_of,
)

LONGEST_NAME = 140
SEPARATORS = set(",; \t\n")  # between several addresses


def invite(email: str, first_name: str, last_name: str, roles: list[str]) -> dict:
	"""Make somebody a user with these roles of the CRM, and no other; return the user with `is_mailed`.

	The caller must be allowed to. `is_mailed` is false where the site has no mail account from which the invitation could go.
	"""
	email = read_address(email)
	first_name, last_name = read_name(first_name), read_name(last_name)
	if not first_name:
		frappe.throw(_("Say the first name of whom you invite."))
	if not roles:
		frappe.throw(_("Choose at least one role for {0}.").format(frappe.utils.escape_html(first_name)))
	refuse_unknown_roles(roles)
	refuse_known_address(email)
	user = new_user(email, first_name, last_name, roles)
	told = len(frappe.local.message_log)
	# Frappe lets only System Managers make users; the caller's right to do just this was checked.
	user.insert(ignore_permissions=True)
	del frappe.local.message_log[told:]  # Frappe's own words on what became of the mail
	remove_other_roles(user.name, {str(role) for role in roles})
	return described(user, roles_of([user.name])[user.name]) | {"is_mailed": bool(user.flags.email_sent)}


def invite_again(name: str) -> dict:
	"""Send the invitation of somebody who has never signed in once more; return the user with `is_mailed`."""
	require_user(name)
	user = frappe.get_doc("User", name)
	refuse_mailing(user)
	told = len(frappe.local.message_log)
	user.flags.delay_emails = True
	try:
		user.send_welcome_mail_to_user()
		is_mailed = True
	except frappe.OutgoingEmailError:
		is_mailed = False
	del frappe.local.message_log[told:]
	return described(user, roles_of([name])[name]) | {"is_mailed": is_mailed}


def refuse_mailing(user: Document) -> None:
	"""Raise `frappe.ValidationError` where a user needs no invitation, or is not invited by the CRM."""
	shown = frappe.utils.escape_html(user.name)
	if user.name in NOT_FOR_PEOPLE or not roles_of([user.name])[user.name]:
		frappe.throw(_("{0} has no role of the CRM.").format(shown))
	if not cint(user.enabled):
		frappe.throw(_("{0} is disabled, and a System Manager can enable them.").format(shown))
	if user.last_login:
		frappe.throw(_("{0} has signed in already.").format(shown))


def new_user(email: str, first_name: str, last_name: str, roles: list[str]) -> Document:
	"""Return a user, not yet stored, whose welcome mail waits in the Email Queue.

	Roles make it a System User. As one from the start, the first on a site would also become a System Manager.
	"""
	user = frappe.new_doc("User")
	user.update(
		{
			"email": email,
			"first_name": first_name,
			"last_name": last_name,
			"user_type": "Website User",
			"send_welcome_email": 1,
			"roles": [{"role": str(role)} for role in roles],
		}
	)
	user.flags.delay_emails = True
	return user


def read_address(email: str) -> str:
	"""Return an address as Frappe keeps that of a user; raises `frappe.ValidationError` for what is none."""
	address = (email or "").strip().lower()
	if not address:
		frappe.throw(_("Say the email of whom you invite."))
	is_one = len(address) <= LONGEST_NAME and not set(address) & SEPARATORS
	if not is_one or validate_email_address(address) != address:
		frappe.throw(_("“{0}” is no email.").format(frappe.utils.escape_html(address)))
	return address


def read_name(name: str) -> str:
	"""Return a name without what stands around it; raises `frappe.ValidationError` for one that does not fit."""
	name = (name or "").strip()
	if len(name) > LONGEST_NAME:
		frappe.throw(_("A name has at most {0} letters.").format(LONGEST_NAME))
	return name


def refuse_known_address(email: str) -> None:
	"""Raise `frappe.DuplicateEntryError` where somebody with this address is a user, saying what to do instead."""
	found = frappe.get_all(
		"User", or_filters={"name": email, "email": email}, fields=["name", "enabled"], limit=1, order_by=None
	)
	if not found:
		return
	shown = frappe.utils.escape_html(email)
	if cint(found[0].enabled):
		sentence = _("{0} is a user already; give them roles in the list of CRM Users.").format(shown)
	else:
		sentence = _("{0} is a user who is disabled; a System Manager can enable them.").format(shown)
	frappe.throw(sentence, frappe.DuplicateEntryError)
