"""Names of folders as they are sent: modified UTF-7 (RFC 3501, 5.1.3). No frappe."""

import base64
import re

DIRECT = re.compile(r"[^\x20-\x7e]+|&")
SHIFTED = re.compile(r"&([^-]*)-")


def encoded(name: str) -> str:
	"""Return a name as it is sent: ASCII."""
	return DIRECT.sub(lambda found: "&-" if found[0] == "&" else shift(found[0]), name)


def decoded(name: str) -> str:
	"""Return the name that was sent; what is no modified UTF-7 stays as it is."""
	try:
		return SHIFTED.sub(lambda found: unshift(found[1]) if found[1] else "&", name)
	except ValueError:
		return name


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
