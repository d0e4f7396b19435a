"""Where the token may be sent: https anywhere but into a private network, http to this machine only (tests)."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from frappe import _

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def problem_of(url: str) -> str:
	"""Return why requests must not go to this address, in a sentence; `""` where they may."""
	try:
		parts = urlsplit(url)
		_port, host = parts.port, parts.hostname
	except ValueError:
		return _("The base URL is not an address.")
	if not host or parts.scheme not in ("http", "https"):
		return _("The base URL is not an address. It begins with https://.")
	if parts.username or parts.password or parts.query or parts.fragment:
		return _("The base URL must be a plain address, without user, question mark or hash.")
	if host in THIS_MACHINE:
		return ""
	if parts.scheme != "https":
		return _("The base URL must begin with https://.")
	return _("The base URL must not lead into a private network.") if is_private(host) else ""


def is_private(host: str) -> bool:
	"""Return whether the host is given as an address that is not of the open internet."""
	try:
		return not ipaddress.ip_address(host).is_global
	except ValueError:
		return False


def same_place(first: str, second: str) -> bool:
	"""Return whether two addresses are of one server."""
	return place(urlsplit(first)) == place(urlsplit(second))


def place(parts: SplitResult) -> tuple:
	return parts.scheme, parts.hostname, parts.port
