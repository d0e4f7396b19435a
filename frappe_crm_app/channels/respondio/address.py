"""Where the token may be sent: https into the open internet; elsewhere, and by http, only where the site config allows the network."""

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from frappe import _

from frappe_crm_app.kit.outgoing.addresses import HostProblem, Network, problem_with_host


def problem_of(url: str, networks: Sequence[Network] = ()) -> str:
	"""Return why requests must not go to this address, in a sentence; `""` where they may, as far as it can be told without the network."""
	try:
		parts = urlsplit(url)
		_port, host = parts.port, parts.hostname
	except ValueError:
		return _("The base URL is not an address.")
	if not host or parts.scheme not in ("http", "https"):
		return _("The base URL is not an address. It begins with https://.")
	if parts.username or parts.password or parts.query or parts.fragment:
		return _("The base URL must be a plain address, without user, question mark or hash.")
	problem = problem_with_host(host, networks)
	if problem == HostProblem.ODD:
		return _("The base URL is not an address as it is usually written.")
	if problem:
		return _("The base URL must not lead into a private network.")
	if parts.scheme != "https" and not is_allowed_only_here(host):
		return _("The base URL must begin with https://.")
	return ""


def is_allowed_only_here(host: str) -> bool:
	"""Return whether a host that was allowed is so only by the site config."""
	return problem_with_host(host) == HostProblem.PRIVATE


def same_place(first: str, second: str) -> bool:
	"""Return whether two addresses are of one server."""
	return place(urlsplit(first)) == place(urlsplit(second))


def place(parts: SplitResult) -> tuple:
	return parts.scheme, parts.hostname, parts.port
