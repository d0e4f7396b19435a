"""What goes wrong between us and a mail server (no frappe). `sentences.py` says it in plain words."""

import imaplib
import smtplib
import socket
import ssl

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import ForbiddenAddressError

LONGEST = 300  # characters of what a server says


class ProblemKind(StrEnum):
	"""What went wrong, those first that tell most about a server that was guessed."""

	AUTHENTICATION = "Authentication"
	CERTIFICATE = "Certificate"
	INSECURE = "Insecure"
	LATER = "Later"
	DROPPED = "Dropped"
	NO_FOLDER = "No folder"
	NOT_GIVEN = "Not given"
	ODD = "Odd"
	REFUSED = "Refused"
	TIMEOUT = "Timeout"
	FORBIDDEN = "Forbidden"
	UNREACHABLE = "Unreachable"
	NO_SUCH_HOST = "No such host"


KINDS = tuple(ProblemKind)


class MailProblem(Exception):
	"""What went wrong, and what the server or the system said of it."""

	def __init__(self, kind: ProblemKind, said: str = "") -> None:
		super().__init__(f"{kind}: {said}"[:LONGEST])
		self.kind = kind
		self.said = said[:LONGEST]


def problem_of(error: Exception) -> MailProblem:
	"""Return what an error of the net, of `imaplib` or `smtplib` means."""
	return error if isinstance(error, MailProblem) else MailProblem(kind_of(error), str(error))


def kind_of(error: Exception) -> ProblemKind:
	"""Return what kind of problem it is; the narrower classes come first."""
	kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], ProblemKind], ...] = (
		(ForbiddenAddressError, ProblemKind.FORBIDDEN),
		(ssl.SSLCertVerificationError, ProblemKind.CERTIFICATE),
		(ssl.SSLError, ProblemKind.INSECURE),
		((socket.gaierror, UnicodeError), ProblemKind.NO_SUCH_HOST),
		(ConnectionRefusedError, ProblemKind.REFUSED),
		(TimeoutError, ProblemKind.TIMEOUT),
		((smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError), ProblemKind.AUTHENTICATION),
		((imaplib.IMAP4.abort, ConnectionError, smtplib.SMTPServerDisconnected), ProblemKind.DROPPED),
		(smtplib.SMTPException, ProblemKind.LATER),
		(OSError, ProblemKind.UNREACHABLE),
	)
	return next((kind for classes, kind in kinds if isinstance(error, classes)), ProblemKind.ODD)
