"""A session with an IMAP server in which somebody is logged in (no frappe)."""

import imaplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from frappe_crm_app.channels.mail.servers.folder_names import quoted
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind, telling
from frappe_crm_app.channels.mail.servers.server import (
	Security,
	Server,
	open_socket,
	refuse_control_characters,
)

NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]")  # RFC 5530


class Connection(imaplib.IMAP4):
	"""`imaplib` over a connection to a checked address; `abilities` are what the server can do once somebody is logged in."""

	def __init__(self, server: Server) -> None:
		self.server = server
		self.abilities: frozenset[str] = frozenset()
		super().__init__(server.host, server.port, server.timeout)

	def _create_socket(self, timeout: float | None) -> socket.socket:
		return open_socket(self.server, timeout)


@contextmanager
def opened(server: Server) -> Iterator[Connection]:
	"""Have a session in which somebody is logged in; raises `MailProblem` where nobody gets in, not for what goes wrong inside."""
	connection = connected(server)
	try:
		log_in(connection)
		yield connection
		with suppress(OSError, imaplib.IMAP4.error):
			connection.logout()
	finally:
		with suppress(OSError, imaplib.IMAP4.error):
			connection.shutdown()


@telling
def connected(server: Server) -> Connection:
	"""Return a connection, secured."""
	connection = Connection(server)
	if server.security == Security.STARTTLS:
		try:
			start_tls(connection)
		except BaseException:
			connection.shutdown()
			raise
	return connection


def start_tls(connection: Connection) -> None:
	if "STARTTLS" not in connection.capabilities:
		raise MailProblem(ProblemKind.INSECURE, connection.server.host)
	connection.starttls(ssl.create_default_context())


@telling
def log_in(connection: Connection) -> None:
	"""Say who we are."""
	refuse_control_characters(connection.server)
	try:
		authenticate(connection)
	except imaplib.IMAP4.abort:
		raise
	except imaplib.IMAP4.error as error:
		raise MailProblem(kind_of_refusal(str(error)), str(error)) from error
	abilities = checked(connection.capability())
	connection.abilities = frozenset(said_in(abilities).upper().split())


def authenticate(connection: Connection) -> None:
	"""Log in with a token, or a password in whatever characters."""
	server = connection.server
	if server.token:
		connection.authenticate("XOAUTH2", answering(server.bearer.encode()))
	elif "AUTH=PLAIN" in connection.capabilities:
		connection.authenticate("PLAIN", answering(server.plain))
	elif server.is_ascii:
		connection.login(quoted(server.user), server.password)
	else:
		log_in_beyond_ascii(connection)


def log_in_beyond_ascii(connection: Connection) -> None:
	"""Log in at a server that knows LOGIN alone: the password is sent as a literal, which may hold any bytes."""
	connection.literal = connection.server.password.encode()
	status, said = connection.xatom("LOGIN", quoted(connection.server.user).encode())
	if status != "OK":
		raise imaplib.IMAP4.error(said_in(said))
	connection.state = "AUTH"


def answering(given: bytes) -> Callable[[bytes], bytes]:
	"""Return what answers the server's challenges: the first by this, one that tells why it refuses by nothing."""
	answers = iter((given,))
	return lambda _challenge: next(answers, b"")


def kind_of_refusal(said: str) -> ProblemKind:
	"""Return whether the password was refused, or nobody gets in at this moment."""
	is_later = any(code in said.upper() for code in NOT_NOW)
	return ProblemKind.LATER if is_later else ProblemKind.AUTHENTICATION


def checked(answer: tuple[str, list], kind: ProblemKind = ProblemKind.LATER) -> list:
	"""Return what a server answered; raises `MailProblem` of this kind where it is a no."""
	status, data = answer
	if status != "OK":
		raise MailProblem(kind, said_in(data))
	return data


def said_in(data: Sequence[object]) -> str:
	"""Return the words of an answer."""
	texts = (each for each in data if isinstance(each, bytes))
	return b" ".join(texts).decode("utf-8", "replace")
