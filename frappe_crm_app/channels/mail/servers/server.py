"""A mail server, and as whom one logs in (no frappe)."""

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import Network, connect

TIMEOUT = 60  # seconds of silence


class Security(StrEnum):
	"""How the connection is kept from being read. Without any, only a network that the site allows is reached."""

	TLS = "TLS"
	STARTTLS = "STARTTLS"
	NONE = "None"


@dataclass(frozen=True, slots=True)
class Place:
	"""A host, a port and how the connection is secured."""

	host: str
	port: int
	security: Security


@dataclass(frozen=True, slots=True)
class Server:
	"""Where a server is, and as whom one logs in; `token` is OAuth's, instead of a password."""

	host: str
	port: int
	security: Security
	user: str = ""
	password: str = field(default="", repr=False)
	token: str = field(default="", repr=False)
	networks: tuple[Network, ...] = ()
	timeout: float = TIMEOUT

	@property
	def bearer(self) -> str:
		"""The token, as XOAUTH2 wants it."""
		return f"user={self.user}\1auth=Bearer {self.token}\1\1"

	@property
	def plain(self) -> bytes:
		"""Name and password, as PLAIN wants them (RFC 4616): UTF-8, whatever the characters."""
		return f"\0{self.user}\0{self.password}".encode()

	@property
	def is_ascii(self) -> bool:
		return self.user.isascii() and self.password.isascii()


def open_socket(server: Server, timeout: float | None) -> socket.socket:
	"""Return a connection to a checked address, under TLS where the server wants that from its beginning.

	Raises `OSError` and, where everybody could read along, `MailProblem`.
	"""
	plain = connect(server.host, server.port, timeout, server.networks)
	if server.security == Security.TLS:
		return ssl.create_default_context().wrap_socket(plain, server_hostname=server.host.strip("[]"))
	if server.security == Security.NONE and not is_near(plain, server.networks):
		plain.close()
		raise MailProblem(ProblemKind.INSECURE, server.host)
	return plain


def is_near(connected: socket.socket, networks: Sequence[Network]) -> bool:
	"""Return whether a connection leads into one of the networks that the site allows: there, passwords may be read."""
	address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
	return any(address in network for network in networks)


def refuse_control_characters(server: Server) -> None:
	"""Raise `MailProblem` for a name or password that would end the line it is sent in."""
	if not (server.user + server.password + server.token).isprintable():
		raise MailProblem(ProblemKind.AUTHENTICATION)
