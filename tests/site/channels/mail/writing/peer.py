"""A mail server on loopback that takes mails, and refuses, delays and drops what it is told to."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

DROP = "drop"  # the mail is taken, and the connection broken off before the answer


@dataclass(frozen=True)
class Taken:
	"""A mail that was taken in."""

	sender: str
	recipients: tuple[str, ...]
	raw: bytes


@dataclass
class SmtpPeer:
	"""`refused` are answers to recipients, `next_answers` those to the next mails, 250 after them; `delay` seconds come before each.

	With `password` (of anybody) one must log in; `users` are those who did, and how. With `only_sender`, nobody else may be the envelope's sender.
	"""

	refused: dict[str, str] = field(default_factory=dict)
	next_answers: list[str] = field(default_factory=list)
	delay: float = 0
	password: str = ""
	sender_answer: str = ""
	only_sender: str = ""
	taken: list[Taken] = field(default_factory=list)
	users: list[tuple[str, str]] = field(default_factory=list)
	port: int = 0
	options: dict = field(default_factory=dict)

	def start(self) -> "SmtpPeer":
		if not self.port:
			with socket.socket() as free:
				free.bind(("127.0.0.1", 0))
				self.port = free.getsockname()[1]
		asks = bool(self.password)
		self.controller = Controller(
			self,
			hostname="127.0.0.1",
			port=self.port,
			auth_required=asks,
			auth_require_tls=False,
			authenticator=self.authenticate if asks else None,
			**self.options,
		)
		self.controller.start()
		return self

	def stop(self) -> None:
		"""Be gone; `start` comes back at the same place."""
		self.controller.stop()

	def ids(self) -> Counter:
		"""Return how often each mail was taken, by its Message-ID."""
		return Counter(header(each.raw, b"message-id") for each in self.taken)

	def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
		given = getattr(data, "password", b"").decode()
		self.users.append((mechanism, getattr(data, "login", b"").decode()))
		return AuthResult(success=given == self.password, handled=given == self.password)

	async def auth_XOAUTH2(self, server, args) -> AuthResult:
		import base64

		given = base64.b64decode(args[1]).decode()
		self.users.append(("XOAUTH2", given))
		is_right = given.endswith(f"auth=Bearer {self.password}\1\1")
		return AuthResult(success=is_right, handled=is_right)

	async def handle_MAIL(self, server, session, envelope, address, options) -> str:
		if self.sender_answer:
			return self.sender_answer
		if self.only_sender not in ("", address):
			return "550 5.7.1 not your address"
		envelope.mail_from = address
		return "250 OK"

	async def handle_RCPT(self, server, session, envelope, address, options) -> str:
		if address in self.refused:
			return self.refused[address]
		envelope.rcpt_tos.append(address)
		return "250 OK"

	async def handle_DATA(self, server, session, envelope) -> str:
		answer = self.next_answers.pop(0) if self.next_answers else "250 OK"
		if answer.startswith("2") or answer == DROP:
			self.taken.append(Taken(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
		await asyncio.sleep(self.delay)
		if answer == DROP:
			server.transport.abort()
		return answer


def header(raw: bytes, name: bytes) -> str:
	"""Return a field of a mail, unfolded."""
	lines: Iterable[bytes] = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").split(b"\r\n")
	return next(
		(line.partition(b":")[2].strip().decode() for line in lines if line.lower().startswith(name + b":")),
		"",
	)
