"""The encodings in which content travels: base64, quoted-printable, uuencode; broken ones too, as far as they go."""

import binascii
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
PADDING = re.compile(rb"=+")
FOREIGN_LINE = re.compile(rb"^(?![ \t\r]*$)(?![A-Za-z0-9+/=]+[ \t\r]*$)", re.M)
RULE = re.compile(rb"^[-_*]{4,}", re.M)
OF_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ \t\r\n"
UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n", re.M)


def decode_transfer(body: bytes, encoding: str) -> bytes:
	"""Return the content of a body; one in an unknown encoding is taken as it stands."""
	encoding = encoding.split(";")[0].strip(" \t\"'").lower()
	if encoding == "base64":
		return decode_base64(body)
	if encoding == "quoted-printable":
		return binascii.a2b_qp(body)
	if encoding in ("x-uuencode", "uuencode", "x-uue"):
		return decode_uu(body)
	return body


def decode_base64(body: bytes) -> bytes:
	"""Return what base64 says, whatever else is in it: no padding, too much, several pieces, or a plain footer that a list appended."""
	foreign = body.translate(None, OF_BASE64)
	if not foreign.strip(b"=") and body.rstrip(b"= \t\r\n").find(b"=") < 0:
		return decode_whole(body)
	footer = footer_of(body)
	pieces = [decode_piece(piece) for piece in PADDING.split(body[:footer])]
	return b"".join(pieces) + (b"\n" + body[footer:] if body[footer:].strip() else b"")


def decode_whole(body: bytes) -> bytes:
	"""Return what base64 with nothing else in it says; nearly all is so, and long files need not be copied."""
	try:
		return binascii.a2b_base64(body)
	except binascii.Error:
		return decode_piece(body)


def footer_of(body: bytes) -> int:
	"""Return where plain text begins behind base64: at a ruled line, or at the first line behind a padding that is no base64."""
	padding = body.find(b"=")
	found = (RULE.search(body), FOREIGN_LINE.search(body, padding) if padding >= 0 else None)
	return min((match.start() for match in found if match), default=len(body))


def decode_piece(piece: bytes) -> bytes:
	"""Return what letters of base64 say up to a padding; a last letter that alone says nothing is left out."""
	letters = NOT_BASE64.sub(b"", piece)
	if len(letters) % 4 == 1:
		letters = letters[:-1]
	return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decode_uu(body: bytes) -> bytes:
	"""Return what uuencode says between its `begin` and `end`; a line that says nothing is left out."""
	begin = UU_BEGIN.search(body)
	if not begin:
		return body
	decoded = []
	for line in body[begin.end() :].split(b"\n"):
		if line.strip() == b"end":
			break
		decoded.append(decode_uu_line(line.rstrip(b"\r")))
	return b"".join(decoded)


def decode_uu_line(line: bytes) -> bytes:
	try:
		return binascii.a2b_uu(line)
	except binascii.Error:  # more on it than it says, as some programs write
		return decode_uu_line(line[: (((line[0] - 32) & 63) * 4 + 5) // 3]) if is_longer(line) else b""


def is_longer(line: bytes) -> bool:
	return bool(line) and len(line) > (((line[0] - 32) & 63) * 4 + 5) // 3
