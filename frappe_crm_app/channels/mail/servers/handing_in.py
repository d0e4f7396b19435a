"""Hands a mail to a server, recipient by recipient (no frappe).

It tells what became of each recipient. Where nothing went out, or nobody knows, it raises `MailProblem`.
"""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind, answer_of, telling
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.channels.mail.servers.smtp import Session, opened

SLOW = 300  # seconds that RFC 5321 gives a server to take a mail in
CLOSING = 421


@dataclass(frozen=True, slots=True)
class Reply:
	"""What a server answered: its code, and its words with the code before them."""

	code: int
	text: str

	@property
	def is_ok(self) -> bool:
		return 200 <= self.code < 300

	@property
	def is_permanent(self) -> bool:
		return self.code >= 500

	def __str__(self) -> str:
		return self.text


def send(
	server: Server,
	sender: str,
	recipients: Sequence[str],
	raw: bytes,
	before_data: Callable[[], None] = lambda: None,
) -> dict[str, Reply]:
	"""Hand in one mail over a connection of its own: `hand_in`."""
	with opened(server) as session:
		return hand_in(session, sender, recipients, raw, before_data)


def hand_in(
	session: Session,
	sender: str,
	recipients: Sequence[str],
	raw: bytes,
	before_data: Callable[[], None] = lambda: None,
) -> dict[str, Reply]:
	"""Hand in a mail and return the recipients who were refused, each with the answer; all others have it.

	`before_data` is called when some are taken and the mail itself is about to go. Raises `MailProblem`.
	"""
	refuse_too_large(session, raw)
	refused = name_people(session, sender, recipients)
	if len(refused) < len(recipients):
		before_data()
		hand_over(session, raw)
	return refused


def refuse_too_large(session: Session, raw: bytes) -> None:
	"""Raise `MailProblem` for a mail that is larger than the server says it takes."""
	most = session.esmtp_features.get("size", "")
	if most.isdigit() and 0 < int(most) < len(raw):
		raise MailProblem(ProblemKind.TOO_LARGE, str(int(most)))


@telling
def name_people(session: Session, sender: str, recipients: Sequence[str]) -> dict[str, Reply]:
	"""Say who sends and to whom, and return who is refused."""
	reply = reply_of(*session.mail(sender))
	if not reply.is_ok:
		raise refusal(reply)
	refused = {}
	for recipient in recipients:
		reply = reply_of(*session.rcpt(recipient))
		if reply.code == CLOSING:
			raise refusal(reply)
		if not reply.is_ok:
			refused[recipient] = reply
	return refused


@telling
def hand_over(session: Session, raw: bytes) -> None:
	"""Send the mail itself. What breaks off here leaves a doubt: the server may have taken it."""
	session.sock.settimeout(min(SLOW, session.server.timeout * 5))
	try:
		reply = reply_of(*session.data(raw))
	except smtplib.SMTPDataError as error:  # not even asked for the mail
		raise refusal(reply_of(error.smtp_code, error.smtp_error)) from error
	except (OSError, smtplib.SMTPServerDisconnected) as error:
		raise MailProblem(ProblemKind.DROPPED, str(error), is_doubtful=True) from error
	session.sock.settimeout(session.server.timeout)
	if not reply.is_ok:
		raise refusal(reply)


def refusal(reply: Reply) -> MailProblem:
	"""Return what it means that a mail was not taken; by 421 the server says that it has enough of this connection."""
	kind = ProblemKind.NOT_TAKEN if reply.is_permanent else ProblemKind.LATER
	return MailProblem(ProblemKind.DROPPED if reply.code == CLOSING else kind, str(reply))


def reply_of(code: int, said: bytes | str) -> Reply:
	"""Return an answer as text."""
	return Reply(code, answer_of(code, said))
