"""An IMAP server, asked for mails and never told anything (no frappe): folders are examined, and bodies peeked at.

The socket is opened to checked addresses only (`kit/outgoing/`). Whatever goes wrong is an `ImapProblem`.
"""

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import TypeVar

from frappe_crm_app.channels.mail.fetching.batches import as_set
from frappe_crm_app.channels.mail.fetching.folder_kinds import Folder, folders_of
from frappe_crm_app.channels.mail.fetching.folder_names import encoded, quoted
from frappe_crm_app.channels.mail.fetching.problems import MailProblem, ProblemKind, problem_of
from frappe_crm_app.channels.mail.fetching.responses import (
	FetchedMail,
	Item,
	listed_folders,
	mails_in,
	sizes_in,
	uids_in,
)
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import Network, connect

TIMEOUT = 60  # seconds of silence
AT_ONCE = 50_000  # messages that are searched at a time: a line of an answer has at most a million bytes
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Result = TypeVar("Result")


class Security(StrEnum):
	"""How the connection is kept from being read. Without any, only a network that the site allows is reached."""

	TLS = "TLS"
	STARTTLS = "STARTTLS"
	NONE = "None"


@dataclass(frozen=True, slots=True)
class Server:
	"""Where a mailbox is, and as whom; `token` is OAuth's, instead of a password."""

	host: str
	port: int
	security: Security
	user: str = ""
	password: str = field(default="", repr=False)
	token: str = field(default="", repr=False)
	networks: tuple[Network, ...] = ()
	timeout: float = TIMEOUT


@dataclass(frozen=True, slots=True)
class Examined:
	"""A folder as it is: all UIDs below `uidnext` were given; 0 where the server does not say which comes next."""

	uidvalidity: str
	uidnext: int
	messages: int


class Connection(imaplib.IMAP4):
	"""`imaplib` over a connection to a checked address."""

	def __init__(self, server: Server) -> None:
		self.server = server
		super().__init__(server.host, server.port, server.timeout)

	def _create_socket(self, timeout: float | None) -> socket.socket:
		server = self.server
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


def telling(work: Callable[..., Result]) -> Callable[..., Result]:
	"""Have a method raise `MailProblem` for all that goes wrong between us and the server."""

	@wraps(work)
	def call(*arguments: object, **options: object) -> Result:
		try:
			return work(*arguments, **options)
		except (OSError, imaplib.IMAP4.error, ValueError) as error:
			raise problem_of(error) from error

	return call


class ImapClient:
	"""A session in which somebody is logged in. Every method raises `MailProblem`."""

	def __init__(self, connection: Connection) -> None:
		self.connection = connection
		self.abilities: frozenset[str] = frozenset()

	@telling
	def folders(self) -> list[Folder]:
		"""Return the folders that hold mails, in the order in which they are read."""
		arguments = ['""', '"*"']
		if {"SPECIAL-USE", "LIST-EXTENDED"} <= self.abilities:
			arguments += ["RETURN", "(SPECIAL-USE)"]
		self.connection.response("LIST")  # forgets what is left of an earlier one
		checked(self.connection.xatom("LIST", *arguments))
		return folders_of(listed_folders(self.connection.response("LIST")[1]))

	@telling
	def examine(self, name: str) -> Examined:
		"""Open a folder for reading only."""
		messages = checked(
			self.connection.select(quoted(encoded(name)), readonly=True), ProblemKind.NO_FOLDER
		)
		return Examined(
			str(number_in(self.connection.response("UIDVALIDITY")[1])),
			number_in(self.connection.response("UIDNEXT")[1]),
			number_in(messages),
		)

	@telling
	def search(self, since: date | None, messages: int) -> list[int]:
		"""Return the UIDs in the open folder of so many messages that came on this day of the server's or later."""
		found: list[int] = []
		asked = [f"SINCE {imap_date(since)}"] if since else ["ALL"]
		for first in range(1, messages + 1, AT_ONCE):
			last = "*" if first + AT_ONCE > messages else str(first + AT_ONCE - 1)
			found += uids_in(checked(self.connection.uid("SEARCH", f"{first}:{last}", *asked)))
		return sorted(set(found))

	@telling
	def search_above(self, uid: int, since: date | None) -> list[int]:
		"""Return the UIDs above one; a server that has none names the last one it has."""
		asked = [f"SINCE {imap_date(since)}"] if since else []
		found = uids_in(checked(self.connection.uid("SEARCH", f"UID {uid + 1}:*", *asked)))
		return sorted(each for each in set(found) if each > uid)

	@telling
	def sizes(self, uids: Sequence[int]) -> dict[int, int]:
		"""Return how many bytes these mails have."""
		return sizes_in(checked(self.connection.uid("FETCH", as_set(uids), "(UID RFC822.SIZE)")))

	@telling
	def mails(self, uids: Sequence[int], part: str = "") -> list[FetchedMail]:
		"""Return these mails, in this order, without those that are gone; of each only `part` (`HEADER`) where one is given."""
		asked = f"(UID FLAGS INTERNALDATE BODY.PEEK[{part}])"
		answer: Sequence[Item] = checked(
			self.connection.uid("FETCH", as_set(uids), asked), ProblemKind.NOT_GIVEN
		)
		place = {uid: number for number, uid in enumerate(uids)}
		found = {mail.uid: mail for mail in mails_in(answer) if mail.uid in place}
		return sorted(found.values(), key=lambda mail: place[mail.uid])


def imap_date(day: date) -> str:
	"""Return a day as IMAP writes it, whatever the language of this machine: `01-Feb-2026`."""
	return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"


def checked(answer: tuple[str, list], kind: ProblemKind = ProblemKind.LATER) -> list:
	"""Return what a server answered; raises `MailProblem` of this kind where it is a no."""
	status, data = answer
	if status != "OK":
		raise MailProblem(kind, said_in(data))
	return data


def said_in(data: Sequence[object]) -> str:
	texts = (each for each in data if isinstance(each, bytes))
	return b" ".join(texts).decode("utf-8", "replace")


def number_in(data: Sequence[object]) -> int:
	"""Return the last number of an answer, 0 where there is none."""
	numbers = [int(each) for each in data if isinstance(each, bytes) and each.strip().isdigit()]
	return numbers[-1] if numbers else 0


@contextmanager
def opened(server: Server) -> Iterator[ImapClient]:
	"""Have a session in which somebody is logged in; raises `MailProblem`."""
	connection = connected(server)
	try:
		client = ImapClient(connection)
		log_in(client, server)
		yield client
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
def log_in(client: ImapClient, server: Server) -> None:
	"""Say who we are."""
	try:
		authenticate(client.connection, server)
	except imaplib.IMAP4.abort:
		raise
	except imaplib.IMAP4.error as error:
		raise MailProblem(kind_of_refusal(str(error)), str(error)) from error
	abilities = checked(client.connection.capability())
	client.abilities = frozenset(said_in(abilities).upper().split())


def authenticate(connection: Connection, server: Server) -> None:
	"""Log in with a token, or a password in whatever characters."""
	if server.token:
		given = f"user={server.user}\1auth=Bearer {server.token}\1\1".encode()
		connection.authenticate("XOAUTH2", answering(given))
	elif "AUTH=PLAIN" in connection.capabilities:
		connection.authenticate("PLAIN", answering(f"\0{server.user}\0{server.password}".encode()))
	elif is_plain(server.user) and is_plain(server.password):
		connection.login(quoted(server.user), server.password)
	else:
		raise MailProblem(ProblemKind.AUTHENTICATION)


def is_plain(text: str) -> bool:
	"""Return whether a text can stand in a command: printable ASCII, so no second command in it."""
	return text.isascii() and text.isprintable()


def answering(given: bytes) -> Callable[[bytes], bytes]:
	"""Return what answers the server's challenges: the first by this, one that tells why it refuses by nothing."""
	answers = iter((given,))
	return lambda _challenge: next(answers, b"")


def kind_of_refusal(said: str) -> ProblemKind:
	"""Return whether the password was refused, or nobody gets in at this moment (RFC 5530)."""
	return (
		ProblemKind.LATER
		if any(code in said.upper() for code in ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]"))
		else ProblemKind.AUTHENTICATION
	)
