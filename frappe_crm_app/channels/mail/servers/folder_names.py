"""Names of folders as they are sent: modified UTF-7 (RFC 3501, 5.1.3). No frappe."""

import base64
import re

DIRECT = re.compile(r"[^\x20-\x7e]+|&")
SHIFTED = re.compile(r"&([^-]*)-")
ENDING = re.compile(r"[\r\n\0]")  # what no argument of a command holds


def encoded(name: str) -> str:
	"""Return a name as it is sent: ASCII."""
	return DIRECT.sub(lambda found: "&-" if found[0] == "&" else shift(found[0]), name)


def decoded(name: str) -> str:
	"""Return the name that was sent; what is no modified UTF-7 stays as it is.

	Of a sent name each character is a byte (`wire_text`): some servers send UTF-8.
	"""
	if not name.isascii():
		return name_of_bytes(name)
	try:
		return SHIFTED.sub(lambda found: unshift(found[1]) if found[1] else "&", name)
	except ValueError:
		return name


def name_of_bytes(name: str) -> str:
	try:
		return name.encode("latin-1").decode("utf-8")
	except UnicodeError:
		return name


def wire_text(name: bytes) -> str:
	"""Return a name as it was sent as a text that can be stored, whatever bytes it has: each is a character of Latin-1."""
	return name.decode("latin-1")


def argument(name: str) -> bytes:
	"""Return a name as it was sent (`wire_text`), or `encoded`, as an argument of a command; raises `ValueError` where it would end that."""
	if ENDING.search(name):
		raise ValueError(name)
	return quoted(name).encode("latin-1")


def shift(text: str) -> str:
	sent = base64.b64encode(text.encode("utf-16-be", "surrogatepass")).decode().rstrip("=")
	return f"&{sent.replace('/', ',')}-"


def unshift(text: str) -> str:
	sent = text.replace(",", "/")
	return base64.b64decode(sent + "=" * (-len(sent) % 4), validate=True).decode("utf-16-be")


def quoted(name: str) -> str:
	"""Return an encoded name as an argument of a command."""
	escaped = name.replace("\\", "\\\\").replace('"', '\\"')
	return f'"{escaped}"'
