"""Which addresses a connection may go to, and the connection (no frappe).

What a name resolves to is checked as the connection is made, and the connection goes to an address that was checked: a name may
resolve to something else a moment later.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from frappe_crm_app.kit.enums import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = ipaddress.ip_address("127.0.0.1")
LOOPBACK_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
# Not of the open internet, though not every Python says so: shared address space, translations of IPv4, segment routing.
CLOSED = tuple(
	ipaddress.ip_network(network)
	for network in (
		*("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
		*("64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16"),
	)
)


class HostProblem(StrEnum):
	"""Why a host is refused."""

	NONE_GIVEN = "there is no host"
	ODD = "the host is a number, but not written as an address usually is"
	PRIVATE = "the host is in a private network"


class ForbiddenAddressError(OSError):
	"""A host that resolves to an address to which no connection may go."""

	def __init__(self, host: str, problem: HostProblem) -> None:
		super().__init__(f"{host}: {problem}")
		self.problem = problem


def problem_with_host(host: str | None, networks: Sequence[Network] = ()) -> HostProblem | None:
	"""Return why nothing may connect to a host as it is written, `None` where nothing speaks against it; resolves no name.

	`networks` are allowed although they are private.
	"""
	name = (host or "").strip("[]").rstrip(".").lower()
	if not name:
		return HostProblem.NONE_GIVEN
	if name in LOOPBACK_NAMES or name.endswith(".localhost"):
		return None if is_allowed(LOOPBACK, networks) else HostProblem.PRIVATE
	try:
		address = ipaddress.ip_address(name)
	except ValueError:
		return HostProblem.ODD if is_odd_number(name) else None
	return None if is_allowed(address, networks) else HostProblem.PRIVATE


def is_odd_number(name: str) -> bool:
	"""Return whether systems would take `name` for an address though it is none in the usual spelling: `0x7f.1`, `2130706433`, `010.0.0.1`."""
	try:
		socket.inet_aton(name)
	except (OSError, UnicodeEncodeError):
		return False
	return True


def is_allowed(address: Address, networks: Sequence[Network] = ()) -> bool:
	"""Return whether a connection may go to an address: one of the open internet, or of the allowed networks."""
	if address.version == 6 and address.ipv4_mapped:
		address = address.ipv4_mapped
	if any(address in network for network in networks):
		return True
	is_open = address.is_global and not (address.is_multicast or address.is_reserved)
	return is_open and not any(address in network for network in CLOSED)


def checked_addresses(host: str, port: int, networks: Sequence[Network] = ()) -> list[str]:
	"""Return the addresses that a host resolves to, in the system's order, each once.

	Raises `ForbiddenAddressError` where one of them is not allowed, and `OSError` where the host does not resolve.
	"""
	problem = problem_with_host(host, networks)
	if problem:
		raise ForbiddenAddressError(host, problem)
	found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
	texts = list(dict.fromkeys(place[0] for *_kind, place in found))
	if not all(is_allowed(ipaddress.ip_address(text.partition("%")[0]), networks) for text in texts):
		raise ForbiddenAddressError(host, HostProblem.PRIVATE)
	return texts


def connect(
	host: str,
	port: int,
	timeout: float | None,
	networks: Sequence[Network] = (),
	open_socket: Callable[..., socket.socket] = socket.create_connection,
) -> socket.socket:
	"""Return a connection to one of the checked addresses of a host, the first that answers.

	`open_socket` is called with `(address, port)` and `timeout`. Raises `OSError`, of which `ForbiddenAddressError` is one.
	"""
	failure: OSError = OSError(f"{host} has no address")
	for address in checked_addresses(host, port, networks):
		try:
			return open_socket((address, port), timeout)
		except OSError as error:
			failure = error
	raise failure
