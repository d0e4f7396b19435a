"""The parts of a mail (MIME), at any depth that makes sense; what lies deeper or comes after too many stays one part, unopened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from frappe_crm_app.channels.mail.reading import characters, charsets, parameters
from frappe_crm_app.channels.mail.reading.headers import Fields, before_fields, split
from frappe_crm_app.channels.mail.reading.transfer import decode_transfer

DEEPEST = 30
MOST = 1_000
LONGEST_BOUNDARY = 300
MESSAGE = "message/rfc822"
FIRST_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.M)
META = re.compile(rb"<meta[^>]{1,200}charset\s{0,5}=[\s\"']{0,5}([A-Za-z0-9_.:+-]{1,40})", re.I)
BEGINNINGS_OF_HTML = (b"<!doctype html", b"<html")


@dataclass(slots=True, eq=False)
class Part:
	"""A part of a mail: what its head says, and its body as it came, or else its own parts.

	`content_type` is `kind/subkind` in lower case, without parameters.
	"""

	fields: Fields
	content_type: str
	parameters: dict[str, str]
	disposition: parameters.Value
	body: bytes
	parts: list["Part"] = field(default_factory=list)
	_content: bytes | None = None
	_text: str | None = None

	@property
	def content(self) -> bytes:
		"""The body, decoded from the encoding in which it travelled."""
		if self._content is None:
			self._content = decode_transfer(self.body, self.fields.first("content-transfer-encoding"))
		return self._content

	@property
	def text(self) -> str:
		"""The content of a text, whatever its charset."""
		if self._text is None:
			self._text = characters.of_lines(
				charsets.decode(self.content, self.parameters.get("charset") or self.charset_within)
			)
		return self._text

	@property
	def charset_within(self) -> str:
		"""The charset that HTML itself says it is in."""
		said = META.search(self.content, 0, 4000) if self.content_type == "text/html" else None
		return said[1].decode("ascii") if said else ""

	@property
	def content_id(self) -> str:
		return self.fields.text("content-id").strip("<> ")

	@property
	def written_name(self) -> str:
		"""The name of the file that the part is, as it is written."""
		return self.disposition.parameters.get("filename") or self.parameters.get("name") or ""

	@property
	def is_attached(self) -> bool:
		"""Whether its sender says that it is to be kept, not shown."""
		return self.disposition.value == "attachment"

	def leaves(self) -> Iterator["Part"]:
		"""Yield the parts that have none, in their order."""
		if not self.parts:
			yield self
		for part in self.parts:
			yield from part.leaves()


@dataclass(slots=True)
class Count:
	"""How many parts there were so far."""

	parts: int = 0


def read_parts(message: bytes) -> Part:
	"""Return a mail as the part that it is itself."""
	if b"\n" not in message:
		message = message.replace(b"\r", b"\n")
	return read_part(message[before_fields(message) :], "text/plain", 0, Count())


def read_part(message: bytes, default: str, depth: int, count: Count) -> Part:
	"""Return a part with its own; `default` is its type if it says none."""
	count.parts += 1
	fields, body_at = split(message)
	kind = parameters.parse(fields.first("content-type"))
	disposition = parameters.parse(fields.first("content-disposition"))
	body = message[body_at:]
	part = Part(fields, type_of(kind.value, default, body), kind.parameters, disposition, body)
	if not part.content_type.startswith("multipart/"):
		return part
	if depth >= DEEPEST:
		return closed(message)
	open_parts(part, depth, count)
	return part


def type_of(written: str, default: str, body: bytes) -> str:
	"""Return the type of a part: the one it says, unless that is none."""
	kind, _, subkind = written.partition("/")
	if kind and subkind:
		return written
	if written == "text" or not written:
		return "text/html" if is_html(body) else default
	return "application/octet-stream"


def is_html(body: bytes) -> bool:
	return body[:1000].lstrip().lower().startswith(BEGINNINGS_OF_HTML)


def open_parts(part: Part, depth: int, count: Count) -> None:
	"""Give a part its own; one in which none can be told is the text that it then must be."""
	boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "surrogatepass") or boundary_in(
		part.body
	)
	default = MESSAGE if part.content_type == "multipart/digest" else "text/plain"
	for piece in pieces_between(part.body, boundary[:LONGEST_BOUNDARY]) if boundary else ():
		if count.parts >= MOST:
			part.parts.append(closed(part.body[piece.begin :]))
			break
		part.parts.append(read_part(piece.of(part.body), default, depth + 1, count))
	if part.parts:
		part.body = b""  # its parts have it, and it may be long
	else:
		part.content_type = "text/html" if is_html(part.body) else "text/plain"


def closed(message: bytes) -> Part:
	"""Return a part that is kept as it came, as a mail of its own, and not opened."""
	return Part(Fields([]), MESSAGE, {}, parameters.Value("attachment", {}), message)


class Piece(NamedTuple):
	"""Where in a body what is between two boundaries begins and ends; behind the last one it has no head."""

	begin: int
	end: int
	has_head: bool

	def of(self, body: bytes) -> bytes:
		piece = body[self.begin : self.end]
		return piece if self.has_head else b"\n" + piece


def pieces_between(body: bytes, boundary: bytes) -> Iterator[Piece]:
	"""Yield what is between the boundaries of a body, and what is written behind the last one; the last one may be missing."""
	begin, has_head = -1, True
	for start, end, is_last in boundaries(body, b"--" + boundary):
		if begin >= 0 and is_worth_it(body, begin, start, has_head):
			yield Piece(begin, without_line_break(body, start), has_head)
		begin, has_head = end, not is_last
	if begin >= 0 and is_worth_it(body, begin, len(body), has_head=False):
		yield Piece(begin, len(body), has_head)


def is_worth_it(body: bytes, begin: int, end: int, has_head: bool) -> bool:
	"""Return whether there is anything in a piece that has no head."""
	return has_head or bool(body[begin:end].strip())


def without_line_break(body: bytes, end: int) -> int:
	"""Return where a piece ends whose boundary begins at `end`: the line break before it belongs to the boundary."""
	return end - 2 if body[end - 2 : end] == b"\r\n" else end - 1


def boundaries(body: bytes, delimiter: bytes) -> Iterator[tuple[int, int, bool]]:
	"""Yield where each line that is a boundary begins and ends, and whether it says that it is the last."""
	position = 0
	while (start := body.find(delimiter, position)) >= 0:
		position = start + len(delimiter)
		if start and body[start - 1] != ord("\n"):
			continue
		end = body.find(b"\n", position) + 1 or len(body)
		rest = body[position : min(end, position + LONGEST_BOUNDARY)].strip()
		if rest in (b"", b"--"):
			yield start, end, rest == b"--"
			position = end


def boundary_in(body: bytes) -> bytes:
	"""Return the boundary of a body whose head does not say it: its first line that looks like one."""
	line = FIRST_BOUNDARY.search(body[:10_000])
	return line[1] if line else b""
