"""Hands a mail to a server, recipient by recipient (no frappe). The session is `fetching/outgoing.py`'s: to checked addresses, secured.

`send` tells what became of each recipient. Where nothing went out, or nobody knows, it raises `SmtpProblem`.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from frappe_crm_app.channels.mail.fetching import problems
from frappe_crm_app.channels.mail.fetching.client import Server
from frappe_crm_app.channels.mail.fetching.outgoing import Session, log_in
from frappe_crm_app.channels.mail.fetching.problems import MailProblem
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import ForbiddenAddressError

SLOW = 300  # seconds that RFC 5321 gives a server to take a mail in
CLOSING = 421
LONGEST = 300  # characters of what a server says


class ProblemKind(StrEnum):
	"""Why nothing was sent."""

	UNREACHABLE = "Unreachable"
	FORBIDDEN = "Forbidden"
	INSECURE = "Insecure"
	AUTHENTICATION = "Authentication"
	LATER = "Later"
	REFUSED = "Refused"
	TOO_LARGE = "Too large"
	DROPPED = "Dropped"


OF_FETCHING = {
	problems.ProblemKind.FORBIDDEN: ProblemKind.FORBIDDEN,
	problems.ProblemKind.INSECURE: ProblemKind.INSECURE,
	problems.ProblemKind.AUTHENTICATION: ProblemKind.AUTHENTICATION,
}


class SmtpProblem(Exception):
	"""Nothing was sent, for `kind` and what the server said; `is_doubtful` where it may have taken the mail all the same."""

	def __init__(self, kind: ProblemKind, said: str = "", is_doubtful: bool = False) -> None:
		super().__init__(f"{kind}: {said}")
		self.kind = kind
		self.said = said
		self.is_doubtful = is_doubtful


@dataclass(frozen=True, slots=True)
class Reply:
	"""What a server answered."""

	code: int
	said: str

	@property
	def is_ok(self) -> bool:
		return 200 <= self.code < 300

	@property
	def is_permanent(self) -> bool:
		return self.code >= 500

	def __str__(self) -> str:
		return f"{self.code} {self.said}".strip()


def send(
	server: Server, sender: str, recipients: Sequence[str], raw: bytes, before_data: Callable[[], None]
) -> dict[str, Reply]:
	"""Send a mail and return the recipients who were refused, each with the answer; all others have it.

	`before_data` is called when some are taken and the mail itself is about to go. Raises `SmtpProblem`.
	"""
	with opened(server) as session:
		refuse_too_large(session, raw)
		refused = name_people(session, sender, recipients)
		if len(refused) < len(recipients):
			before_data()
			hand_over(session, raw)
		return refused


@contextmanager
def opened(server: Server) -> Iterator[Session]:
	"""Have a session in which somebody is logged in; raises `SmtpProblem`, also for what goes wrong inside."""
	session = Session(server)
	try:
		log_in(session)
		yield session
		with suppress(OSError, smtplib.SMTPException):
			session.quit()
	except SmtpProblem:
		raise
	except Exception as error:
		problem = problem_of(error)
		if not problem:
			raise
		raise problem from error
	finally:
		session.close()


def refuse_too_large(session: Session, raw: bytes) -> None:
	"""Raise `SmtpProblem` for a mail that is larger than the server says it takes."""
	most = session.esmtp_features.get("size", "")
	if most.isdigit() and 0 < int(most) < len(raw):
		raise SmtpProblem(ProblemKind.TOO_LARGE, str(int(most)))


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


def hand_over(session: Session, raw: bytes) -> None:
	"""Send the mail itself. What breaks off here leaves a doubt: the server may have taken it."""
	session.sock.settimeout(min(SLOW, session.server.timeout * 5))
	try:
		reply = reply_of(*session.data(raw))
	except smtplib.SMTPDataError as error:  # not even asked for the mail
		raise refusal(reply_of(error.smtp_code, error.smtp_error)) from error
	except (OSError, smtplib.SMTPServerDisconnected) as error:
		raise SmtpProblem(ProblemKind.DROPPED, shortened(str(error)), is_doubtful=True) from error
	if not reply.is_ok:
		raise refusal(reply)


def refusal(reply: Reply) -> SmtpProblem:
	return SmtpProblem(ProblemKind.REFUSED if reply.is_permanent else ProblemKind.LATER, str(reply))


def problem_of(error: Exception) -> SmtpProblem | None:
	"""Return what an error means, `None` for one that is none of a server's or the net's."""
	if isinstance(error, MailProblem):
		return SmtpProblem(OF_FETCHING.get(error.kind, ProblemKind.LATER), shortened(error.said))
	if isinstance(error, ForbiddenAddressError):
		return SmtpProblem(ProblemKind.FORBIDDEN, str(error))
	if isinstance(error, ssl.SSLError):
		return SmtpProblem(ProblemKind.INSECURE, shortened(str(error)))
	if isinstance(error, smtplib.SMTPAuthenticationError):
		return SmtpProblem(ProblemKind.AUTHENTICATION, str(reply_of(error.smtp_code, error.smtp_error)))
	if isinstance(error, smtplib.SMTPNotSupportedError):
		return SmtpProblem(ProblemKind.AUTHENTICATION, shortened(str(error)))
	if isinstance(error, smtplib.SMTPResponseException):
		return SmtpProblem(ProblemKind.LATER, str(reply_of(error.smtp_code, error.smtp_error)))
	if isinstance(error, OSError | smtplib.SMTPException):
		return SmtpProblem(ProblemKind.UNREACHABLE, shortened(str(error) or type(error).__name__))
	return None


def reply_of(code: int, said: bytes | str) -> Reply:
	"""Return an answer as text."""
	text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
	return Reply(code, shortened(text))


def shortened(text: str) -> str:
	"""Return a text of one line, without what no database stores."""
	printable = "".join(letter if letter.isprintable() else " " for letter in text)
	return " ".join(printable.split())[:LONGEST]
