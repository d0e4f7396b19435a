"""A session with a server by which mails go out (no frappe). Whether they can: logs in and out again, and sends nothing."""

import smtplib
import socket
import ssl
from contextlib import suppress

from frappe_crm_app.channels.mail.fetching.client import Security, Server, is_near
from frappe_crm_app.channels.mail.fetching.problems import MailProblem, ProblemKind, problem_of
from frappe_crm_app.kit.outgoing.addresses import connect


class Session(smtplib.SMTP):
	"""A session over a connection to a checked address."""

	def __init__(self, server: Server) -> None:
		self.server = server
		super().__init__(timeout=server.timeout)
		self._host = server.host  # the name by which the certificate is checked

	def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
		plain = connect(host, port, timeout, self.server.networks)
		if self.server.security == Security.TLS:
			return ssl.create_default_context().wrap_socket(plain, server_hostname=host.strip("[]"))
		if self.server.security == Security.NONE and not is_near(plain, self.server.networks):
			plain.close()
			raise MailProblem(ProblemKind.INSECURE, host)
		return plain


def check(server: Server) -> None:
	"""Log in and out again; raises `MailProblem`."""
	session = Session(server)
	try:
		log_in(session)
		with suppress(OSError, smtplib.SMTPException):
			session.quit()
	except (OSError, smtplib.SMTPException, ValueError) as error:
		raise problem_of(error) from error
	finally:
		session.close()


def log_in(session: Session) -> None:
	"""Connect, secure the connection and log in, if there is anything to log in with."""
	server = session.server
	code, said = session.connect(server.host, server.port)
	if code != 220:
		raise MailProblem(ProblemKind.LATER, said.decode("utf-8", "replace"))
	session.ehlo_or_helo_if_needed()
	if server.security == Security.STARTTLS:
		if not session.has_extn("starttls"):
			raise MailProblem(ProblemKind.INSECURE, server.host)
		session.starttls(context=ssl.create_default_context())
		session.ehlo()
	if server.token:
		given = f"user={server.user}\1auth=Bearer {server.token}\1\1"
		session.auth("XOAUTH2", lambda challenge=None: given if challenge is None else "")
	elif server.password:
		session.login(server.user, server.password)
