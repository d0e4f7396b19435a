"""An Email Account that the site has already for an address that somebody connects.

One by which Frappe itself fetches or sends is used as it is: for a mailbox of those to whom it belongs, and nothing changes for Frappe.
Any other is one that was left behind, and whoever knows its password connects it anew.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.channels.mail.fetching.asked import Asked, Field, NotConnected
from frappe_crm_app.channels.mail.servers.accounts import ACCOUNT, OAUTH

MAILBOX = "CRM Mailbox"


def account_for(asked: Asked) -> Document | None:
	"""Return the Email Account of an address, `None` where there is none; raises `NotConnected` where it is not theirs to connect."""
	name = frappe.db.get_value(ACCOUNT, {"email_id": asked.email})
	if not name:
		return refuse_no_password(asked, None)
	account = frappe.get_doc(ACCOUNT, name)
	mailbox = frappe.db.get_value(MAILBOX, {"email_account": name})
	if mailbox and not frappe.has_permission(MAILBOX, "write", mailbox):
		raise NotConnected(
			_("{0} is connected here already, by somebody else.").format(asked.email), Field.EMAIL
		)
	if is_used(account) and not mailbox:
		refuse_others(account)
		refuse_pop(account)
	return refuse_no_password(asked, account)


def refuse_no_password(asked: Asked, account: Document | None) -> Document | None:
	"""Return the account; raises `NotConnected` where a password is wanted and none was entered."""
	if not asked.password and not (account and has_token(account, asked)):
		raise NotConnected(_("Enter the password of {0}.").format(asked.email), Field.PASSWORD)
	return account


def refuse_others(account: Document) -> None:
	"""Raise `NotConnected` for whom an account of the site was not given to."""
	if not is_theirs(account):
		sentence = _(
			"{0} is an Email Account of this site that was not given to you. Who looks after the site adds it to the Email Inbox of your user; then connect it here."
		)
		raise NotConnected(sentence.format(account.email_id), Field.EMAIL)


def refuse_pop(account: Document) -> None:
	"""Raise `NotConnected` for an account that Frappe fetches by a protocol that knows no folders."""
	if account.enable_incoming and not account.use_imap:
		sentence = _(
			"The Email Account {0} of this site fetches by POP. Let it use IMAP, then connect it here."
		)
		raise NotConnected(sentence.format(account.email_id), Field.EMAIL)


def is_used(account: Document) -> bool:
	"""Return whether Frappe itself fetches or sends by an account."""
	return bool(cint(account.enable_incoming) or cint(account.enable_outgoing))


def is_theirs(account: Document) -> bool:
	"""Return whether an account is the session's user's: given to them, of their own address, or theirs to look after."""
	user = frappe.session.user
	own = frappe.db.get_value("User", user, "email") or ""
	return (
		own.lower() == account.email_id.lower()
		or (account.auth_method == OAUTH and account.connected_user == user)
		or bool(frappe.db.exists("User Email", {"parent": user, "email_account": account.name}))
		or bool(frappe.has_permission(ACCOUNT, "write", account))
	)


def has_token(account: Document, asked: Asked) -> bool:
	"""Return whether one logs in by OAuth: as the site does, or because no password was entered and the account is one's own."""
	return account.auth_method == OAUTH and (is_used(account) or not asked.password) and is_theirs(account)
