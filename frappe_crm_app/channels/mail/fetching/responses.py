"""What an IMAP server answers, as `imaplib` hands it on, read (no frappe)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from frappe_crm_app.channels.mail.servers.folder_names import ENDING, wire_text

Item = bytes | tuple[bytes, bytes] | None
LISTED = re.compile(rb'\(([^)]*)\) (?:"((?:\\.|[^"\\])*)"|NIL) (.*)', re.DOTALL)
UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)", re.IGNORECASE)
RECEIVED = re.compile(rb'\bINTERNALDATE "([^"]+)"', re.IGNORECASE)
WITH_BODY = re.compile(rb"BODY\[[^\]]*\](?:<\d+>)? *\{\d+\}$", re.IGNORECASE)
SHORT_BODY = re.compile(rb'BODY\[[^\]]*\] (NIL|"((?:\\.|[^"\\])*)")', re.IGNORECASE)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListedFolder:
	"""A folder that a server lists: its name as it is sent (`wire_text`), attributes in lower case without the backslash."""

	name: str
	delimiter: str
	attributes: frozenset[str]


@dataclass(frozen=True, slots=True)
class FetchedMail:
	"""A mail as a server has it. `received_on` is when the server got it (aware), where it says so."""

	uid: int
	raw: bytes
	flags: frozenset[str]
	received_on: datetime | None

	@property
	def is_seen(self) -> bool:
		return "\\seen" in self.flags


def listed_folders(answer: Sequence[Item]) -> list[ListedFolder]:
	"""Return the folders of a LIST, without those whose names cannot be sent."""
	return [folder for folder in map(listed_folder, answer) if folder and not ENDING.search(folder.name)]


def listed_folder(item: Item) -> ListedFolder | None:
	"""Return one of them; its name may have come as a literal."""
	head, literal = item if isinstance(item, tuple) else (item, None)
	found = LISTED.match(head or b"")
	if not found:
		return None
	attributes, delimiter, name = found.groups()
	name = unquoted(name) if literal is None else literal
	names = (each.decode("ascii", "replace").lstrip("\\").lower() for each in attributes.split())
	return ListedFolder(wire_text(name), wire_text(ESCAPED.sub(rb"\1", delimiter or b"")), frozenset(names))


def unquoted(name: bytes) -> bytes:
	name = name.strip()
	if len(name) >= 2 and name.startswith(b'"') and name.endswith(b'"'):
		return ESCAPED.sub(rb"\1", name[1:-1])
	return name


def uids_in(answer: Sequence[Item]) -> list[int]:
	"""Return the UIDs of a SEARCH."""
	lines = (item for item in answer if isinstance(item, bytes))
	return [int(each) for line in lines for each in line.split() if each.isdigit()]


def sizes_in(answer: Sequence[Item]) -> dict[int, int]:
	"""Return the size of each mail of a FETCH for sizes, by UID."""
	sizes = {}
	for head, _body in messages_in(answer):
		uid, size = UID.search(head), SIZE.search(head)
		if uid and size:
			sizes[int(uid[1])] = int(size[1])
	return sizes


def mails_in(answer: Sequence[Item]) -> Iterator[FetchedMail]:
	"""Yield the mails of a FETCH for bodies. What a server tells of its own accord, and of mails gone meanwhile, is none."""
	for head, body in messages_in(answer):
		uid = UID.search(head)
		if uid and body is not None:
			flags = FLAGS.search(head)
			yield FetchedMail(int(uid[1]), body, flags_of(flags[1] if flags else b""), received_on(head))


def messages_in(answer: Sequence[Item]) -> Iterator[tuple[bytes, bytes | None]]:
	"""Yield what is said about each message, before and after its body, and the body.

	`imaplib` gives a pair for each literal, what is said before it and the literal itself, and what follows it as an item of its own.
	"""
	head, body = b"", None
	for item in answer:
		if isinstance(item, tuple):
			head += b" " + item[0]
			body = item[1] if WITH_BODY.search(item[0]) else body
		elif item is not None:
			head += b" " + item
			yield head, short_body(head) if body is None else body
			head, body = b"", None
	if head:
		yield head, body


def short_body(head: bytes) -> bytes | None:
	"""Return a body that came without a literal, usually an empty one."""
	found = SHORT_BODY.search(head)
	return ESCAPED.sub(rb"\1", found[2] or b"") if found else None


def flags_of(flags: bytes) -> frozenset[str]:
	return frozenset(flags.decode("ascii", "replace").lower().split())


def received_on(head: bytes) -> datetime | None:
	"""Return when the server got the mail."""
	found = RECEIVED.search(head)
	if not found:
		return None
	try:
		moment = parsedate_to_datetime(found[1].decode("ascii", "replace").strip().replace("-", " ", 2))
	except (ValueError, TypeError, IndexError):
		return None
	return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
