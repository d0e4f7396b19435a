"""Hands many mails to one server over one connection, each with what became of it (no frappe).

Sessions are those of `channels/mail`: to checked addresses, secured. A connection that the server ended is opened anew, once for a mail.
"""

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from frappe_crm_app.channels.mail.fetching.client import Server
from frappe_crm_app.channels.mail.fetching.outgoing import Session, log_in
from frappe_crm_app.channels.mail.reading.bounces import STATUS, is_permanent
from frappe_crm_app.channels.mail.writing import smtp
from frappe_crm_app.channels.mail.writing.smtp import ProblemKind, Reply, SmtpProblem
from frappe_crm_app.kit.enums import StrEnum

MOST_IN_A_SESSION = 1000  # mails, after which servers like to see a new connection


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
	"""A connection to a server, opened when the first mail is handed over; `has_own_return` while the server takes other envelope senders."""

	def __init__(self, server: Server) -> None:
		self.server = server
		self.session: Session | None = None
		self.handed = 0
		self.has_own_return = True

	def hand(self, sender: str, return_to: str, recipient: str, raw: bytes) -> Handed:
		"""Hand over one mail, from `return_to` if the server takes that, else from `sender`. Raises `SmtpProblem` where nothing goes at all."""
		for is_last in (False, True):
			try:
				is_new = self.session is None
				self.begin(sender, return_to)
				return self.deliver(recipient, raw)
			except SmtpProblem as problem:
				self.end()
				if problem.is_doubtful:
					return Handed(Fate.UNSURE, problem.said)
				if is_last or is_new:
					raise
			except Exception as error:
				self.end()
				problem = smtp.problem_of(error)
				if not problem:
					raise
				if is_last or is_new:
					raise problem from error
		raise AssertionError

	def begin(self, sender: str, return_to: str) -> None:
		"""Say who sends; raises `SmtpProblem` or an error of the net."""
		if self.handed >= MOST_IN_A_SESSION:
			self.end()
		if self.session is None:
			self.session = Session(self.server)
			log_in(self.session)
			self.handed = 0
		if self.has_own_return and return_to != sender:
			reply = smtp.reply_of(*self.session.mail(return_to))
			if reply.is_ok:
				return
			if not reply.is_permanent:
				raise smtp.refusal(reply)
			self.has_own_return = False
			self.session.rset()
		reply = smtp.reply_of(*self.session.mail(sender))
		if not reply.is_ok:
			raise smtp.refusal(reply)

	def deliver(self, recipient: str, raw: bytes) -> Handed:
		"""Name the recipient and send the mail itself."""
		reply = smtp.reply_of(*self.session.rcpt(recipient))
		if reply.code == smtp.CLOSING:
			raise SmtpProblem(ProblemKind.LATER, str(reply))
		if not reply.is_ok:
			self.session.rset()
			return refused(reply, Fate.REFUSED)
		try:
			smtp.hand_over(self.session, raw)
		except SmtpProblem as problem:
			if problem.kind not in (ProblemKind.REFUSED, ProblemKind.LATER) or problem.said.startswith(
				str(smtp.CLOSING)
			):
				raise
			self.session.rset()
			fate = Fate.NOT_ACCEPTED if problem.kind == ProblemKind.REFUSED else Fate.LATER
			return Handed(fate, problem.said)
		self.handed += 1
		return Handed(Fate.TAKEN)

	def end(self) -> None:
		"""Close the connection, whatever state it is in."""
		if self.session:
			with suppress(OSError, smtplib.SMTPException):
				self.session.close()
		self.session = None

	def quit(self) -> None:
		"""Say goodbye, when there is nothing more to hand over."""
		if self.session:
			with suppress(OSError, smtplib.SMTPException):
				self.session.quit()
		self.end()


def refused(reply: Reply, fate: Fate) -> Handed:
	"""Return what it means that a server does not take a recipient."""
	said = str(reply)
	if not reply.is_permanent:
		return Handed(Fate.LATER, said)
	status = STATUS.search(said)
	return Handed(fate, said, is_permanent(status[1] if status else "", said))
