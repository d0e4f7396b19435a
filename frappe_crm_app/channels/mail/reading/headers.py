"""The lines above a mail or a part of it: split in linear time, unfolded, and read in whatever charset they are."""

import binascii
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from frappe_crm_app.channels.mail.reading import characters, charsets
from frappe_crm_app.channels.mail.reading.transfer import decode_base64

FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
FOLDS = (b" ", b"\t")
LONGEST = 1_000_000  # bytes of a field that are read
CHARSET_SAID = re.compile(rb'charset\s*=\s*"?([A-Za-z0-9_.:+-]{1,40})', re.I)
WORD_BEGIN = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?")


class Head(NamedTuple):
	"""The fields of a mail or part, in their order and as they came, and where its body begins."""

	fields: "Fields"
	body_at: int


class Fields:
	"""Fields by their names, in any case; each is read only when it is asked for."""

	def __init__(self, lines: list[tuple[bytes, list[bytes]]]) -> None:
		self._values = defaultdict(list)
		for name, value in lines:
			self._values[name.decode("ascii").lower()].append(value)

	def __contains__(self, name: str) -> bool:
		return name in self._values

	def __bool__(self) -> bool:
		return bool(self._values)

	def raw(self, name: str) -> Iterator[str]:
		"""Yield each value as text in one line, what is encoded in words still so."""
		for value in self._values.get(name, ()):
			yield read_bytes(unfold(value)[:LONGEST], self.charset)

	def first(self, name: str) -> str:
		return next(self.raw(name), "")

	def texts(self, name: str) -> Iterator[str]:
		"""Yield each value as people read it."""
		for value in self.raw(name):
			yield characters.of_one_line(decode_words(value))

	def text(self, name: str) -> str:
		return next(self.texts(name), "")

	@cached_property
	def charset(self) -> str:
		"""The charset of the body, in which programs that declare none for the head mostly write it."""
		said = CHARSET_SAID.search(unfold(next(iter(self._values.get("content-type", ())), []))[:LONGEST])
		return said[1].decode("ascii") if said else ""


def split(message: bytes) -> Head:
	"""Return the head of a mail or part: its fields end at an empty line, or where what follows is none."""
	lines, position = [], 0
	while position < len(message):
		end = message.find(b"\n", position) + 1 or len(message)
		line = message[position:end]
		if not line.rstrip(b"\r\n"):
			return Head(Fields(lines), end)
		field = FIELD.match(line)
		if field and not line.startswith(FOLDS):
			lines.append((field[1], [line[field.end() :]]))
		elif lines and (line.startswith(FOLDS) or is_in_head(message, end)):
			lines[-1][1].append(line if line.startswith(FOLDS) else b" " + line)
		else:
			return Head(Fields(lines), position)
		position = end
	return Head(Fields(lines), len(message))


def before_fields(message: bytes) -> int:
	"""Return where a mail begins: behind empty lines, and behind the line that a file of mails has before each."""
	start = len(message) - len(message.lstrip(b"\r\n"))
	is_line_of_mailbox = message.startswith((b"From ", b">From "), start)
	return message.find(b"\n", start) + 1 or len(message) if is_line_of_mailbox else start


def is_in_head(message: bytes, end: int) -> bool:
	"""Return whether a line that is no field is one that somebody folded wrongly: behind it, the fields go on."""
	return bool(FIELD.match(message, end))


def unfold(lines: list[bytes]) -> bytes:
	return b"".join(line.rstrip(b"\r\n") for line in lines).replace(b"\r", b" ").strip()


def read_bytes(value: bytes, charset: str) -> str:
	"""Return the text of a field: UTF-8 if it is, else the charset of the body, else Windows-1252."""
	if value.isascii():
		return charsets.decode(value)  # which knows the escapes of ISO-2022-JP
	text = charsets.strictly(value, "utf-8")
	if text is not None:
		return text
	codec = charsets.codec_of(charset) or "cp1252"
	return value.decode("cp1252" if codec == "utf-8" else codec, charsets.STRAY)


class Word(NamedTuple):
	"""An encoded word, and where in its text it begins and ends."""

	charset: str
	content: bytes
	begin: int
	end: int


def decode_words(text: str) -> str:
	"""Return a text with its encoded words (RFC 2047) read, those too that stand where none may; what is none is left as it stands.

	Words of one charset with nothing but white space between them are read as one, since many programs cut through a character.
	"""
	if "=?" not in text:
		return text
	pieces, run, end = [], Word("", b"", 0, 0), 0
	for word in words(text):
		between = text[end : word.begin]
		if run.end and not between.strip():
			between = ""
		if between or word.charset != run.charset:
			pieces += [charsets.decode(run.content, run.charset), between]
			run = word
		else:
			run = word._replace(content=run.content + word.content)
		end = word.end
	return "".join([*pieces, charsets.decode(run.content, run.charset), text[end:]])


def words(text: str) -> Iterator[Word]:
	"""Yield the encoded words of a text; broken ones, and those that have no end, are passed over."""
	position = 0
	while begin := WORD_BEGIN.search(text, position):
		end = text.find("?=", begin.end())
		if end < 0:
			return
		content = text[begin.end() : end].encode("utf-8", "surrogatepass")
		yield Word(begin[1].lower(), decode_word(content, begin[2]), begin.start(), end + 2)
		position = end + 2


def decode_word(content: bytes, encoding: str) -> bytes:
	return decode_base64(content) if encoding in "bB" else binascii.a2b_qp(content, header=True)
