"""The servers of an Email Account, and as whom one logs in there: by its password, or by OAuth's Connected App.

Whether Frappe itself fetches or sends by the account (`enable_incoming`, `enable_outgoing`) says nothing here: of a mailbox that was
connected, it does neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.reused import ReusedConnection, reused
from frappe_crm_app.channels.mail.servers.server import Place, Security, Server
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

ACCOUNT = "Email Account"
OAUTH = "OAuth"
IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


def imap_server_of(account: Document) -> Server:
	"""Return the server on which the mailbox of an account is; asks OAuth's server for a token where it needs one, and commits then.

	Raises `MailProblem` where the account has neither password nor token.
	"""
	place = imap_place(account)
	server = Server(
		place.host,
		place.port,
		place.security,
		user=login_of(account),
		password=password_of(account),
		token=token_of(account),
		networks=allowed_networks(),
	)
	if not (server.password or server.token):
		raise MailProblem(ProblemKind.AUTHENTICATION)
	return server


def smtp_server_of(account: Document) -> Server:
	"""Return where a mail of an account is handed in; asks OAuth's server for a token where it needs one, and commits then.

	Without a password nobody logs in. Raises `MailProblem` where OAuth was not allowed yet, or is no more.
	"""
	place = smtp_place(account)
	return Server(
		place.host,
		place.port,
		place.security,
		user=login_of(account),
		password="" if cint(account.no_smtp_authentication) else password_of(account),
		token=token_of(account),
		networks=allowed_networks(),
	)


@contextmanager
def sending_by(account: Document) -> Iterator[ReusedConnection]:
	"""Have a connection by which many mails of an account go out: its `send` hands one in. Raises `MailProblem`, as `send` does.

	Whoever has one has no transaction open: a server may take its time.
	"""
	with reused(smtp_server_of(account)) as connection:
		yield connection


def imap_place(account: Document) -> Place:
	"""Return where an account is fetched."""
	security = security_of(account.use_ssl, account.use_starttls)
	port = cint(account.incoming_port) or IMAP_PORTS[security]
	return Place((account.email_server or "").strip(), port, security)


def smtp_place(account: Document) -> Place:
	"""Return where the mails of an account go out."""
	security = security_of(account.use_ssl_for_outgoing, account.use_tls)
	port = cint(account.smtp_port) or SMTP_PORTS[security]
	return Place((account.smtp_server or "").strip(), port, security)


def security_of(has_tls: object, has_starttls: object) -> Security:
	if cint(has_tls):
		return Security.TLS
	return Security.STARTTLS if cint(has_starttls) else Security.NONE


def login_of(account: Document) -> str:
	return account.login_id or account.email_id


def password_of(account: Document) -> str:
	"""Return the password, `""` where nobody logs in by one."""
	if account.auth_method == OAUTH:
		return ""
	return account.get_password("password", raise_exception=False) or ""


def token_of(account: Document) -> str:
	"""Return the access token of OAuth, refreshed where it has expired (and committed), `""` where the account has a password."""
	if account.auth_method != OAUTH:
		return ""
	found = account.get_oauth_token()
	frappe.db.commit()
	token = found.get_password("access_token", raise_exception=False) if found else ""
	if not token:
		raise MailProblem(ProblemKind.NOT_AUTHORIZED)
	return token
