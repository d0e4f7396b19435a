"""The Email Account of a mailbox that is connected.

Frappe itself neither fetches nor sends by one that was made for it: incoming and outgoing are off in it.
"""

import frappe
from frappe.model.document import Document
from frappe.utils.password import remove_encrypted_password, set_encrypted_password

from frappe_crm_app.channels.mail.servers.accounts import ACCOUNT
from frappe_crm_app.channels.mail.servers.server import Place, Security

INCOMING = ("use_imap", "email_server", "incoming_port", "use_ssl", "use_starttls")
OUTGOING = ("smtp_server", "smtp_port", "use_ssl_for_outgoing", "use_tls")


def keep_account(email: str, login: str, password: str, imap: Place, smtp: Place) -> str:
	"""Store what was tried, in the address's Email Account, which is made unless there is one; return its name."""
	name = frappe.db.get_value(ACCOUNT, {"email_id": email})
	account = frappe.get_doc(ACCOUNT, name) if name else frappe.new_doc(ACCOUNT)
	if not name:
		account.update(
			{"email_id": email, "email_account_name": email, "enable_incoming": 0, "enable_outgoing": 0}
		)
	account.update(values_of(email, login, imap, smtp) | {"password": password, "awaiting_password": 0})
	messages = len(frappe.local.message_log)
	account.flags.ignore_permissions = True
	account.save()
	del frappe.local.message_log[messages:]  # that Frappe's own inbox is there is no news to anybody
	return account.name


def values_of(email: str, login: str, imap: Place, smtp: Place) -> dict:
	"""Return what an Email Account says of servers and logins."""
	has_login = login != email
	return {
		"auth_method": "Basic",
		"service": "",
		"login_id_is_different": int(has_login),
		"login_id": login if has_login else None,
		"use_imap": 1,
		"email_server": imap.host,
		"incoming_port": str(imap.port),
		"use_ssl": int(imap.security == Security.TLS),
		"use_starttls": int(imap.security == Security.STARTTLS),
		"smtp_server": smtp.host,
		"smtp_port": str(smtp.port),
		"use_ssl_for_outgoing": int(smtp.security == Security.TLS),
		"use_tls": int(smtp.security == Security.STARTTLS),
		"track_email_status": 0,
		"create_contact": 0,
	}


def complete_account(account: Document, password: str, imap: Place, smtp: Place) -> None:
	"""Store what was tried in an account by which Frappe itself fetches or sends, where it knows nothing of that itself."""
	values = values_of(account.email_id, account.login_id or account.email_id, imap, smtp)
	missing = () if account.enable_incoming else INCOMING
	missing += () if account.enable_outgoing else OUTGOING
	set_encrypted_password(ACCOUNT, account.name, password)
	frappe.db.set_value(
		ACCOUNT, account.name, {"awaiting_password": 0, **{each: values[each] for each in missing}}
	)
	frappe.clear_document_cache(ACCOUNT, account.name)


def forget_password(account: str | None) -> None:
	"""Forget the password of an account."""
	if not account:
		return
	remove_encrypted_password(ACCOUNT, account, "password")
	frappe.db.set_value(ACCOUNT, account, {"password": None, "awaiting_password": 1})
