"""A campaign's mail as bytes: built once, its slots filled for each recipient (pure: no Frappe).

Bodies travel as quoted-printable, line by line: a line without slots is encoded once, one with slots for each recipient. Nothing of a value
can end a header or a line: control characters are left out, headers are encoded.
"""

import binascii
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

from frappe_crm_app.channels.campaigns.content import Content
from frappe_crm_app.channels.campaigns.slots import CONTROL, Slot, Template

BREAK = b"\r\n"
BOUNDARY = "=_crm_{}"
LONGEST_LINE = 76
LONGEST_NAME = 100
SPACES = re.compile(r"\s+")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sender:
	"""Who a campaign comes from: what stands in From and Reply-To, and the domain of Message-IDs."""

	email: str
	name: str = ""
	reply_to: str = ""

	@property
	def domain(self) -> str:
		return self.email.rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class Addressed:
	"""What is a recipient's own in the headers; `unsubscribe` are the addresses of List-Unsubscribe, https first."""

	email: str
	name: str
	message_id: str
	unsubscribe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
	"""A text as it travels: bytes that are the same for all, and lines that are not, by turns."""

	pieces: tuple[bytes | Template, ...]
	escape: Callable[[str], str]

	def fill(self, values: Values) -> bytes:
		"""Return the body of one recipient."""
		return b"".join(
			piece if isinstance(piece, bytes) else encoded(piece.fill(values, self.escape))
			for piece in self.pieces
		)


@dataclass(frozen=True, slots=True)
class MailTemplate:
	"""A mail with all but what is a recipient's own."""

	sender: Sender
	subject: Template
	text: Body
	html: Body
	boundary: str
	common: bytes = field(repr=False)

	def build(self, addressed: Addressed, values: Values, sent_on: datetime) -> bytes:
		"""Return the mail to one recipient; `sent_on` is aware."""
		own = [
			("To", address(addressed.name, addressed.email)),
			("Subject", written("Subject", self.subject.fill(values))),
			("Date", format_datetime(sent_on)),
			("Message-ID", f"<{addressed.message_id}>"),
		]
		if addressed.unsubscribe:
			own.append(("List-Unsubscribe", ",\r\n ".join(f"<{each}>" for each in addressed.unsubscribe)))
			if addressed.unsubscribe[0].startswith("http"):
				own.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
		head = b"".join(f"{name}: {value}\r\n".encode("ascii", "replace") for name, value in own)
		edge = b"--" + self.boundary.encode()
		return b"".join(
			(
				head, self.common, BREAK,
				edge, BREAK, part_head("text/plain"), self.text.fill(values), BREAK,
				edge, BREAK, part_head("text/html"), self.html.fill(values), BREAK,
				edge, b"--", BREAK,
			)
		)  # fmt: skip


def compile_mail(sender: Sender, subject: Template, content: Content, mark: str) -> MailTemplate:
	"""Return the mail of a campaign; `mark` makes its boundary one that nobody's text has."""
	boundary, reply_to = BOUNDARY.format(mark), one_line(sender.reply_to)
	common = [
		f"From: {address(sender.name, sender.email)}",
		*([f"Reply-To: {reply_to}"] if reply_to else []),
		"MIME-Version: 1.0",
		f'Content-Type: multipart/alternative; boundary="{boundary}"',
	]
	return MailTemplate(
		sender,
		subject,
		compile_body(content.text, str),
		compile_body(content.html, html.escape),
		boundary,
		"".join(f"{line}\r\n" for line in common).encode("ascii", "replace"),
	)


def part_head(kind: str) -> bytes:
	"""Return the head of a part."""
	return (
		f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode()
	)


def compile_body(template: Template, escape: Callable[[str], str]) -> Body:
	"""Return a text as it travels, with all encoded that is the same for all."""
	pieces: list[bytes | Template] = []
	for line in lines_of(template):
		if any(isinstance(part, Slot) for part in line):
			pieces.append(Template(tuple(line)))
			continue
		fixed = encoded("".join(line))
		if pieces and isinstance(pieces[-1], bytes):
			pieces[-1] += fixed
		else:
			pieces.append(fixed)
	return Body(tuple(pieces), escape)


def lines_of(template: Template) -> list[list[str | Slot]]:
	"""Return the lines of a text, each with its slots."""
	lines: list[list[str | Slot]] = [[]]
	for part in template.parts:
		if isinstance(part, Slot):
			lines[-1].append(part)
			continue
		first, *others = part.replace("\r\n", "\n").replace("\r", "\n").split("\n")
		lines[-1].append(first)
		lines.extend([other] for other in others)
	return lines


def encoded(line: str) -> bytes:
	"""Return a line as quoted-printable, ended; a long one is broken softly."""
	raw = binascii.b2a_qp(line.replace("\n", " ").encode("utf-8", "replace"), istext=True)
	return raw.replace(b"\n", BREAK) + BREAK


def one_line(text: str) -> str:
	"""Return a text without line breaks and what is not printed, so that it stays in its header."""
	return SPACES.sub(" ", CONTROL.sub("", text)).strip()


def address(name: str, email: str) -> str:
	"""Return somebody as a header holds them."""
	plain = one_line(name)[:LONGEST_NAME]
	if plain.isascii():
		return formataddr((plain, email)) if plain else email
	return f"{Header(plain, 'utf-8', header_name='Reply-To').encode(linesep=BREAK.decode())} <{email}>"


def written(name: str, value: str) -> str:
	"""Return a text as a header holds it, encoded where it has to be, folded where it is long."""
	plain = one_line(value)
	if plain.isascii() and len(name) + 2 + len(plain) <= LONGEST_LINE:
		return plain
	charset = "us-ascii" if plain.isascii() else "utf-8"
	return Header(plain, charset, header_name=name).encode(linesep="\r\n")
