"""One connection by which many mails go out, one after another (no frappe)."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from frappe_crm_app.channels.mail.servers.handing_in import Reply, hand_in, reply_of
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind, telling
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.channels.mail.servers.smtp import Session, logged_in

MOST_MAILS = 100  # after which a connection is opened anew: many servers take no more by one
MOST_SECONDS = 240  # of silence after which one is not used again: RFC 5321 has servers wait for five minutes
FEW_SECONDS = 2  # within which nobody asks whether the server is still there


class ReusedConnection:
	"""Hands in mails by one connection to a server: opened with the first, and anew where it has been used for long or was closed.

	Without a mail, nothing is connected to. `close` ends it; it may be used again then.
	"""

	def __init__(self, server: Server, most_mails: int = MOST_MAILS) -> None:
		self.server = server
		self.most_mails = most_mails
		self.session: Session | None = None
		self.mails = 0
		self.used_on = 0.0
		self.has_ended_well = False  # the mail before: it was taken, so the server has nothing to forget

	def send(
		self,
		sender: str,
		recipients: Sequence[str],
		raw: bytes,
		before_data: Callable[[], None] = lambda: None,
	) -> dict[str, Reply]:
		"""Hand in a mail and return who was refused, each with the answer; all others have it: `handing_in.hand_in`.

		Raises `MailProblem`. After one that leaves the connection as it is (the mail was refused), the next mail goes by it, too.
		"""
		is_used = self.is_usable()
		try:
			return self.hand_in(sender, recipients, raw, before_data)
		except MailProblem as problem:
			# The server was tired of the connection, not of the mail. In doubt nothing is sent twice.
			if problem.kind != ProblemKind.DROPPED or problem.is_doubtful or not is_used:
				raise
		return self.hand_in(sender, recipients, raw, before_data)

	def hand_in(
		self, sender: str, recipients: Sequence[str], raw: bytes, before_data: Callable[[], None]
	) -> dict[str, Reply]:
		if not self.session:
			self.session, self.mails = logged_in(self.server), 0
		self.mails, self.has_ended_well = self.mails + 1, False
		try:
			refused = hand_in(self.session, sender, recipients, raw, before_data)
			self.has_ended_well = len(refused) < len(recipients)
			return refused
		except MailProblem as problem:
			if problem.kind not in (ProblemKind.NOT_TAKEN, ProblemKind.TOO_LARGE, ProblemKind.LATER):
				self.drop()
			raise
		except BaseException:  # of `before_data`: nobody knows what the server waits for
			self.drop()
			raise
		finally:
			self.used_on = time.monotonic()

	def is_usable(self) -> bool:
		"""Return whether there is a connection that takes another mail; forgets one that does not."""
		if not self.session:
			return False
		silence = time.monotonic() - self.used_on
		if self.mails >= self.most_mails or silence > MOST_SECONDS:
			self.close()
		elif (silence > FEW_SECONDS or not self.has_ended_well) and not is_reset(self.session):
			self.drop()
		return bool(self.session)

	def drop(self) -> None:
		"""End the connection without a word."""
		if self.session:
			self.session.close()
		self.session = None

	def close(self) -> None:
		"""End the connection."""
		if self.session:
			self.session.leave()
		self.session = None


def is_reset(session: Session) -> bool:
	"""Return whether a server is still there, and has forgotten the last mail."""
	with suppress(MailProblem):
		return reset(session)
	return False


@telling
def reset(session: Session) -> bool:
	return reply_of(*session.rset()).is_ok


@contextmanager
def reused(server: Server, most_mails: int = MOST_MAILS) -> Iterator[ReusedConnection]:
	"""Have a connection for many mails, which is closed in the end."""
	connection = ReusedConnection(server, most_mails)
	try:
		yield connection
	finally:
		connection.close()
