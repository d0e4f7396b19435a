"""Hands campaign mails over by a connection of `channels/mail/servers/`, each with what became of it (no frappe)."""

from dataclasses import dataclass

from frappe_crm_app.channels.mail.reading.bounces import STATUS, is_permanent
from frappe_crm_app.channels.mail.servers.handing_in import Reply
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.reused import ReusedConnection
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.kit.enums import StrEnum

MOST_MAILS = 1000  # by one connection; a server that wants fewer ends it, and a new one is opened


class Fate(StrEnum):
	"""What became of a mail at the server."""

	TAKEN = "taken"
	REFUSED = "refused"
	"""The recipient was refused for good."""
	NOT_ACCEPTED = "not accepted"
	"""The mail itself was refused for good."""
	LATER = "later"
	UNSURE = "unsure"
	"""The connection broke off when the server may have had all of it."""


@dataclass(frozen=True, slots=True)
class Handed:
	"""What became of a mail, and what the server said; `is_of_address` where it said that there is no such address."""

	fate: Fate
	said: str = ""
	is_of_address: bool = False


class Postman:
	"""Hands mails to one server; `has_own_return` while that takes other envelope senders than the account's own.

	`is_on_its_way` while the server may have all of a mail: it stays so where something else than the server breaks off, such as a job's time.
	"""

	def __init__(self, server: Server) -> None:
		self.connection = ReusedConnection(server, MOST_MAILS)
		self.has_own_return = True
		self.is_on_its_way = False

	def hand(self, sender: str, return_to: str, recipient: str, raw: bytes) -> Handed:
		"""Hand over one mail, from `return_to` if the server takes that, else from `sender`. Raises `MailProblem` where nothing goes at all."""
		is_own_return = self.has_own_return and return_to != sender
		try:
			refused = self.connection.send(
				return_to if is_own_return else sender, [recipient], raw, self.note_on_its_way
			)
		except MailProblem as problem:
			was_on_its_way, self.is_on_its_way = self.is_on_its_way, False
			if is_own_return and problem.kind == ProblemKind.NOT_TAKEN and not was_on_its_way:
				self.has_own_return = False
				return self.hand(sender, return_to, recipient, raw)
			return fate_after(problem, was_on_its_way)
		self.is_on_its_way = False
		return of_refused(refused[recipient]) if refused else Handed(Fate.TAKEN)

	def note_on_its_way(self) -> None:
		self.is_on_its_way = True

	def close(self) -> None:
		"""End the connection, when there is nothing more to hand over."""
		self.connection.close()


def fate_after(problem: MailProblem, was_on_its_way: bool) -> Handed:
	"""Return what a problem means for one mail; raises it where it is one of the whole server."""
	if problem.is_doubtful:
		return Handed(Fate.UNSURE, problem.said)
	if was_on_its_way and problem.kind == ProblemKind.NOT_TAKEN:
		return Handed(Fate.NOT_ACCEPTED, problem.said)
	if was_on_its_way and problem.kind == ProblemKind.LATER:
		return Handed(Fate.LATER, problem.said)
	raise problem


def of_refused(reply: Reply) -> Handed:
	"""Return what it means that a server does not take a recipient."""
	said = str(reply)
	if not reply.is_permanent:
		return Handed(Fate.LATER, said)
	status = STATUS.search(said)
	return Handed(Fate.REFUSED, said, is_permanent(status[1] if status else "", said))
