"""An IMAP server, asked for mails and never told anything (no frappe): folders are examined, and bodies peeked at.

The session is that of `servers/imap.py`. Whatever goes wrong is a `MailProblem`.
"""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from frappe_crm_app.channels.mail.fetching.batches import as_set
from frappe_crm_app.channels.mail.fetching.folder_kinds import Folder, folders_of
from frappe_crm_app.channels.mail.fetching.namespaces import Namespaces, namespaces_of
from frappe_crm_app.channels.mail.fetching.responses import (
	FetchedMail,
	Item,
	listed_folders,
	mails_in,
	sizes_in,
	uids_in,
)
from frappe_crm_app.channels.mail.servers import imap
from frappe_crm_app.channels.mail.servers.folder_names import argument
from frappe_crm_app.channels.mail.servers.imap import Connection, checked
from frappe_crm_app.channels.mail.servers.problems import ProblemKind, telling
from frappe_crm_app.channels.mail.servers.server import Server

AT_ONCE = 50_000  # messages that are searched at a time: a line of an answer has at most a million bytes
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Examined:
	"""A folder as it is: all UIDs below `uidnext` were given; 0 where the server does not say which comes next."""

	uidvalidity: str
	uidnext: int
	messages: int


class ImapClient:
	"""A session in which somebody is logged in. Every method raises `MailProblem`."""

	def __init__(self, connection: Connection) -> None:
		self.connection = connection

	@telling
	def folders(self) -> list[Folder]:
		"""Return the folders that hold mails, in the order in which they are read."""
		arguments = ['""', '"*"']
		if {"SPECIAL-USE", "LIST-EXTENDED"} <= self.connection.abilities:
			arguments += ["RETURN", "(SPECIAL-USE)"]
		self.connection.response("LIST")  # forgets what is left of an earlier one
		checked(self.connection.xatom("LIST", *arguments))
		return folders_of(listed_folders(self.connection.response("LIST")[1]), self.namespaces())

	def namespaces(self) -> Namespaces:
		"""Return which folders are one's own; where the server does not tell, all that it lists."""
		if "NAMESPACE" not in self.connection.abilities:
			return Namespaces()
		try:
			return namespaces_of(self.connection.namespace()[1])
		except imaplib.IMAP4.abort:
			raise
		except imaplib.IMAP4.error:
			return Namespaces()

	@telling
	def examine(self, sent_name: str) -> Examined:
		"""Open a folder for reading only, by its name as it is sent."""
		messages = checked(self.connection.select(argument(sent_name), readonly=True), ProblemKind.NO_FOLDER)
		return Examined(
			str(number_in(self.connection.response("UIDVALIDITY")[1])),
			number_in(self.connection.response("UIDNEXT")[1]),
			number_in(messages),
		)

	@telling
	def search(self, since: date | None, messages: int) -> list[int]:
		"""Return the UIDs in the open folder of so many messages that came on this day of the server's or later."""
		return self.searched(messages, f"SINCE {imap_date(since)}" if since else "ALL")

	@telling
	def search_above(self, uid: int, since: date | None, messages: int) -> list[int]:
		"""Return the UIDs above one, in the open folder of so many messages; a server that has none names the last one it has."""
		asked = [f"UID {uid + 1}:*", *([f"SINCE {imap_date(since)}"] if since else [])]
		return [each for each in self.searched(messages, *asked) if each > uid]

	def searched(self, messages: int, *asked: str) -> list[int]:
		"""Return the UIDs of what is asked for, of so many messages and those that came since, in ascending order.

		From the last messages to the first: where somebody else removes some meanwhile, the others move up, towards those that are searched
		next, and none is passed over.
		"""
		found: set[int] = set()
		for last in range(max(messages, 1), 0, -AT_ONCE):
			place = f"{max(1, last - AT_ONCE + 1)}:{'*' if last >= messages else last}"
			found.update(uids_in(checked(self.connection.uid("SEARCH", place, *asked))))
		return sorted(found)

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


def number_in(data: Sequence[object]) -> int:
	"""Return the last number of an answer, 0 where there is none."""
	numbers = [int(each) for each in data if isinstance(each, bytes) and each.strip().isdigit()]
	return numbers[-1] if numbers else 0


@contextmanager
def opened(server: Server) -> Iterator[ImapClient]:
	"""Have a session in which somebody is logged in; raises `MailProblem`."""
	with imap.opened(server) as connection:
		yield ImapClient(connection)
