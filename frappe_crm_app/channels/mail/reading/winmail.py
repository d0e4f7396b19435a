"""`winmail.dat` (TNEF, MS-OXTNEF), in which Outlook hides text and files from everybody else.

Each length is held against what is there, and nothing in it is opened a second time: an attached mail stays a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from frappe_crm_app.channels.mail.reading import characters, charsets
from frappe_crm_app.channels.mail.reading.rtf import decompress

SIGNATURE = 0x223E9F78
CONTENT_TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
MOST_ATTRIBUTES = 10_000
MOST_FILES = 500
MOST_PROPERTIES = 5_000
# Attributes of TNEF.
FILE_BEGINS, FILE_TITLE, FILE_CONTENT, FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
MAIL_PROPERTIES, CODEPAGE, PLAIN_BODY = 0x9003, 0x9007, 0x800C
# Properties of MAPI.
BODY, HTML_BODY, RTF_BODY, HTML_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT_TYPE, CONTENT_ID, OBJECT = (
	0x3707,
	0x3704,
	0x3001,
	0x370E,
	0x3712,
	0x3701,
)
SHORT, LONG, TEXT_OF_BYTES, TEXT, BINARY, ANY_OBJECT, SEVERAL = 0x02, 0x03, 0x1E, 0x1F, 0x102, 0x0D, 0x1000
WIDTHS = {SHORT: 4, LONG: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
OF_ANY_LENGTH = frozenset((TEXT_OF_BYTES, TEXT, BINARY, ANY_OBJECT))


class Broken(ValueError):
	"""It ends in the middle, or is no TNEF."""


@dataclass(slots=True)
class File:
	"""A file in it; name, type and `Content-ID` as far as they are said."""

	name: str = ""
	content_type: str = ""
	content_id: str = ""
	content: bytes = b""


@dataclass(slots=True)
class Opened:
	"""What was in a winmail.dat; `is_whole` says that it could be read to its end."""

	plain: str = ""
	html: str = ""
	rtf: bytes = b""
	files: list[File] = field(default_factory=list)
	is_whole: bool = True
	codepage: str = "cp1252"


def open_winmail(content: bytes) -> Opened:
	"""Return what is in it, as far as it can be read."""
	opened = Opened()
	try:
		for attribute, value in attributes(content):
			take(opened, attribute, value)
	except Broken:
		opened.is_whole = False
	return opened


def attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
	"""Yield the attributes by their numbers; raises `Broken`."""
	if number(content, 0) != SIGNATURE:
		raise Broken
	position = 6
	for _ in range(MOST_ATTRIBUTES):
		if position >= len(content):
			return
		attribute, length = number(content, position + 1) & 0xFFFF, number(content, position + 5)
		yield attribute, piece(content, position + 9, length)
		position += 9 + length + 2  # a checksum that nobody computes alike
	raise Broken


def take(opened: Opened, attribute: int, value: bytes) -> None:
	"""Put what an attribute says where it belongs; raises `Broken`."""
	if attribute == CODEPAGE and len(value) >= 4:
		opened.codepage = charsets.codec_of(f"cp{number(value, 0)}") or opened.codepage
	elif attribute == PLAIN_BODY:
		opened.plain = opened.plain or text_of(value, opened.codepage)
	elif attribute == MAIL_PROPERTIES:
		take_properties(opened, dict(properties(value, opened.codepage)))
	elif attribute == FILE_BEGINS:
		if len(opened.files) >= MOST_FILES:
			raise Broken
		opened.files.append(File())
	elif opened.files:
		take_of_file(opened.files[-1], attribute, value, opened.codepage)


def take_of_file(file: File, attribute: int, value: bytes, codepage: str) -> None:
	if attribute == FILE_CONTENT:
		file.content = value
	elif attribute == FILE_TITLE:
		file.name = file.name or text_of(value, codepage)
	elif attribute == FILE_PROPERTIES:
		found = dict(properties(value, codepage))
		names = (found.get(each) for each in (LONG_NAME, SHORT_NAME, SHOWN_NAME))
		file.name = next((name for name in names if isinstance(name, str) and name), file.name)
		file.content_type = as_text(found.get(CONTENT_TYPE))
		file.content_id = as_text(found.get(CONTENT_ID)).strip("<> ")
		thing = found.get(OBJECT)
		if isinstance(thing, bytes):
			file.content = file.content or thing[16:]  # behind the name of its interface


def take_properties(opened: Opened, found: dict[int, str | bytes | int]) -> None:
	body, html, rtf = found.get(BODY), found.get(HTML_BODY), found.get(RTF_BODY)
	opened.plain = as_text(body) or opened.plain
	if isinstance(html, bytes):
		codepage = f"cp{found[HTML_CODEPAGE]}" if HTML_CODEPAGE in found else opened.codepage
		html = characters.of_lines(charsets.decode(html, codepage))
	opened.html = as_text(html)
	opened.rtf = decompress(rtf) if isinstance(rtf, bytes) else b""


def properties(value: bytes, codepage: str) -> Iterator[tuple[int, str | bytes | int]]:
	"""Yield the properties by their numbers, of several values the first; raises `Broken`."""
	count, position = number(value, 0), 4
	for _ in range(min(count, MOST_PROPERTIES)):
		kind, name = number(value, position, 2), number(value, position + 2, 2)
		position += 4
		if name >= 0x8000:
			position = behind_long_name(value, position)
		values, position = values_of(value, position, kind)
		if values and name < 0x8000:
			yield name, read(values[0], kind & ~SEVERAL, codepage)


def behind_long_name(value: bytes, position: int) -> int:
	"""Return where the value begins of a property that has a name instead of a number; raises `Broken`."""
	is_text = number(value, position + 16)
	return position + 24 + (padded(number(value, position + 20)) if is_text else 0)


def values_of(value: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
	"""Return the values of a property, of which only the first is kept, and where they end; raises `Broken`."""
	single, count, first = kind & ~SEVERAL, 1, []
	if kind & SEVERAL or single in OF_ANY_LENGTH:
		count, position = number(value, position), position + 4
	if single not in WIDTHS and single not in OF_ANY_LENGTH:
		raise Broken
	for place in range(min(count, MOST_PROPERTIES)):
		length = WIDTHS.get(single)
		if length is None:
			length, position = number(value, position), position + 4
		content = piece(value, position, length)
		if place == 0:
			first.append(content)
		position += padded(length)
	return first, position


def read(value: bytes, kind: int, codepage: str) -> str | bytes | int:
	if kind == TEXT:
		return characters.of_lines(value.decode("utf-16-le", "replace").partition("\0")[0])
	if kind == TEXT_OF_BYTES:
		return text_of(value, codepage)
	return int.from_bytes(value[:4], "little") if kind == LONG else value


def text_of(value: bytes, codepage: str) -> str:
	return characters.of_lines(charsets.decode(value, codepage).partition("\0")[0])


def as_text(value: str | bytes | int | None) -> str:
	return value if isinstance(value, str) else ""


def number(content: bytes, position: int, width: int = 4) -> int:
	return int.from_bytes(piece(content, position, width), "little")


def piece(content: bytes, position: int, length: int) -> bytes:
	"""Return so many bytes; raises `Broken` where there are fewer."""
	if position + length > len(content):
		raise Broken
	return content[position : position + length]


def padded(length: int) -> int:
	return length + -length % 4
