"""What goes wrong between us and a mail server (no frappe). `sentences.py` says it in plain words."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import ForbiddenAddressError

LONGEST = 300  # characters of what a server says
Result = TypeVar("Result")


class ProblemKind(StrEnum):
	"""What went wrong, those first that tell most about a server that was guessed."""

	AUTHENTICATION = "Authentication"
	NOT_AUTHORIZED = "Not authorized"
	CERTIFICATE = "Certificate"
	INSECURE = "Insecure"
	LATER = "Later"
	DROPPED = "Dropped"
	NO_FOLDER = "No folder"
	NOT_GIVEN = "Not given"
	NOT_TAKEN = "Not taken"
	TOO_LARGE = "Too large"
	ODD = "Odd"
	REFUSED = "Refused"
	TIMEOUT = "Timeout"
	FORBIDDEN = "Forbidden"
	UNREACHABLE = "Unreachable"
	NO_SUCH_HOST = "No such host"


KINDS = tuple(ProblemKind)
# Whoever has the account has to do something: trying again helps only then.
CREDENTIALS = (ProblemKind.AUTHENTICATION, ProblemKind.NOT_AUTHORIZED)


class MailProblem(Exception):
	"""What went wrong, and what the server or the system said of it; `is_doubtful` where it may have taken a mail all the same."""

	def __init__(self, kind: ProblemKind, said: str = "", is_doubtful: bool = False) -> None:
		self.kind = kind
		self.said = shortened(said)
		self.is_doubtful = is_doubtful
		super().__init__(f"{kind}: {self.said}")


def shortened(text: str) -> str:
	"""Return a text of one line, without what no database stores."""
	printable = "".join(letter if letter.isprintable() else " " for letter in text)
	return " ".join(printable.split())[:LONGEST]


def telling(work: Callable[..., Result]) -> Callable[..., Result]:
	"""Have a function raise `MailProblem` for all that goes wrong between us and the server."""

	@wraps(work)
	def call(*arguments: object, **options: object) -> Result:
		try:
			return work(*arguments, **options)
		except (OSError, imaplib.IMAP4.error, smtplib.SMTPException, ValueError) as error:
			raise problem_of(error) from error

	return call


def problem_of(error: Exception) -> MailProblem:
	"""Return what an error of the net, of `imaplib` or `smtplib` means."""
	if isinstance(error, smtplib.SMTPResponseException):
		return MailProblem(kind_of(error), answer_of(error.smtp_code, error.smtp_error))
	return MailProblem(kind_of(error), str(error) or type(error).__name__)


def answer_of(code: int, said: bytes | str) -> str:
	"""Return an answer of SMTP as text."""
	text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
	return shortened(f"{code} {text}")


def kind_of(error: Exception) -> ProblemKind:
	"""Return what kind of problem it is; the narrower classes come first."""
	kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], ProblemKind], ...] = (
		(ForbiddenAddressError, ProblemKind.FORBIDDEN),
		(ssl.SSLCertVerificationError, ProblemKind.CERTIFICATE),
		(ssl.SSLError, ProblemKind.INSECURE),
		((socket.gaierror, UnicodeError), ProblemKind.NO_SUCH_HOST),
		(ConnectionRefusedError, ProblemKind.REFUSED),
		(TimeoutError, ProblemKind.TIMEOUT),
		(smtplib.SMTPAuthenticationError, kind_of_refusal(error)),
		(smtplib.SMTPNotSupportedError, ProblemKind.AUTHENTICATION),
		((imaplib.IMAP4.abort, ConnectionError, smtplib.SMTPServerDisconnected), ProblemKind.DROPPED),
		(smtplib.SMTPException, ProblemKind.LATER),
		(OSError, ProblemKind.UNREACHABLE),
	)
	return next((kind for classes, kind in kinds if isinstance(error, classes)), ProblemKind.ODD)


def kind_of_refusal(error: Exception) -> ProblemKind:
	"""Return whether a server of SMTP refuses the password, or lets nobody in at this moment."""
	is_later = 400 <= getattr(error, "smtp_code", 0) < 500
	return ProblemKind.LATER if is_later else ProblemKind.AUTHENTICATION
