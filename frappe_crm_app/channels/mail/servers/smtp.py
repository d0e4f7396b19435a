"""A session with a server by which mails go out (no frappe)."""

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind, telling
from frappe_crm_app.channels.mail.servers.server import (
	Security,
	Server,
	open_socket,
	refuse_control_characters,
)

GREETING, LOGGED_IN, GO_ON = 220, 235, 334


class Session(smtplib.SMTP):
	"""A session over a connection to a checked address."""

	def __init__(self, server: Server) -> None:
		self.server = server
		super().__init__(timeout=server.timeout)
		self._host = server.host  # the name by which the certificate is checked

	def _get_socket(self, _host: str, _port: int, timeout: float) -> socket.socket:
		return open_socket(self.server, timeout)

	def leave(self) -> None:
		"""Say goodbye, if anybody still listens."""
		with suppress(OSError, smtplib.SMTPException):
			self.quit()
		self.close()


@contextmanager
def opened(server: Server) -> Iterator[Session]:
	"""Have a session in which somebody is logged in; raises `MailProblem` where nobody gets in, not for what goes wrong inside."""
	session = logged_in(server)
	try:
		yield session
		session.leave()
	finally:
		session.close()


def check(server: Server) -> None:
	"""Log in and out again, and send nothing; raises `MailProblem`."""
	logged_in(server).leave()


@telling
def logged_in(server: Server) -> Session:
	"""Return a session, secured and, if there is anything to log in with, logged in."""
	refuse_control_characters(server)
	session = Session(server)
	try:
		greet(session)
		authenticate(session)
	except BaseException:
		session.close()
		raise
	return session


def greet(session: Session) -> None:
	"""Connect, and secure the connection."""
	server = session.server
	code, said = session.connect(server.host, server.port)
	if code != GREETING:
		raise MailProblem(ProblemKind.LATER, said.decode("utf-8", "replace"))
	session.ehlo_or_helo_if_needed()
	if server.security == Security.STARTTLS:
		if not session.has_extn("starttls"):
			raise MailProblem(ProblemKind.INSECURE, server.host)
		session.starttls(context=ssl.create_default_context())
		session.ehlo()


def authenticate(session: Session) -> None:
	"""Log in with a token, or a password in whatever characters; without either nobody asks for one."""
	server = session.server
	if server.token:
		session.auth("XOAUTH2", lambda challenge=None: server.bearer if challenge is None else "")
	elif server.password and server.is_ascii:
		session.login(server.user, server.password)
	elif server.password:
		log_in_beyond_ascii(session)


def log_in_beyond_ascii(session: Session) -> None:
	"""Log in with a name or password that `smtplib` cannot send: by PLAIN, where the server knows it, else by LOGIN; in UTF-8."""
	server = session.server
	if "PLAIN" in session.esmtp_features.get("auth", "").upper().split():
		code, said = session.docmd("AUTH", f"PLAIN {coded(server.plain)}")
	else:
		code, said = session.docmd("AUTH", f"LOGIN {coded(server.user.encode())}")
		if code == GO_ON:
			code, said = session.docmd(coded(server.password.encode()))
	if code != LOGGED_IN:
		raise smtplib.SMTPAuthenticationError(code, said)


def coded(given: bytes) -> str:
	return b64encode(given).decode()
