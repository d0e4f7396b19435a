"""Server and credentials for sending: those of the mailbox's Email Account, with OAuth by its Connected App.

Whether Frappe itself sends by the account (`enable_outgoing`) says nothing here: of a mailbox that was connected, it does not.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.channels.mail.fetching.client import Security, Server
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

TIMEOUT = 60  # seconds of silence
PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
OAUTH = "OAuth"


def account_of(mailbox: str) -> Document:
	"""Return the Email Account of a mailbox; raises `WritingError` where there is none."""
	name = frappe.db.get_value("CRM Mailbox", mailbox, "email_account")
	if not name or not frappe.db.exists("Email Account", name):
		frappe.throw(_("The mailbox is not there any more."), WritingError)
	return frappe.get_doc("Email Account", name)


def refuse_silent_account(mailbox: str) -> None:
	"""Raise `WritingError` for a mailbox by which nothing can be sent."""
	account = account_of(mailbox)
	if not account.smtp_server:
		address = escape_html(account.email_id or account.name)
		frappe.throw(
			_("By {0} mails are only received: its account has no server for sending.").format(address),
			WritingError,
		)


def server_of(account: Document) -> Server:
	"""Return where a mail of this account is handed in; asks OAuth's server for a token where it needs one, and commits then.

	Raises `WritingError` where OAuth was not allowed yet, or is no more.
	"""
	security = security_of(account)
	return Server(
		host=account.smtp_server,
		port=cint(account.smtp_port) or PORTS[security],
		security=security,
		user=account.get("login_id") or account.email_id,
		password=password_of(account),
		token=token_of(account),
		networks=allowed_networks(),
		timeout=TIMEOUT,
	)


def security_of(account: Document) -> Security:
	if cint(account.use_ssl_for_outgoing):
		return Security.TLS
	return Security.STARTTLS if cint(account.use_tls) else Security.NONE


def password_of(account: Document) -> str:
	"""Return the password, `""` where nobody logs in by one."""
	if account.auth_method == OAUTH or cint(account.no_smtp_authentication):
		return ""
	return account.get_password("password", raise_exception=False) or ""


def token_of(account: Document) -> str:
	"""Return the access token of OAuth, `""` where the account has a password; a new one is committed."""
	if account.auth_method != OAUTH:
		return ""
	found = account.get_oauth_token()
	frappe.db.commit()
	token = found.get_password("access_token", raise_exception=False) if found else ""
	if not token:
		frappe.throw(
			_("The account of this mailbox is not authorized yet, or no more: connect it again."),
			WritingError,
		)
	return token
