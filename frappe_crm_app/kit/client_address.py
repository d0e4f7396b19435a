"""From which address a request comes, as far as that can be believed.

`X-Forwarded-For` is what anybody likes to send; only what the site's own proxies have added at its end is true. How many there are says
`crm_proxies` of the site config. Where it says nothing, one is taken to be there if the request comes from this machine or a private
network, as behind a bench's nginx, and none if it comes from the internet.
"""

import ipaddress
from collections.abc import Sequence

import frappe

KEY = "crm_proxies"
OF_ONE_SENDER = (
	64  # bits of an IPv6 address that somebody's provider gives them, who may have all that begin so
)


def client_address() -> str:
	"""Return the address of whoever sent the request that is being answered, `""` where there is none."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return ""
	forwarded = request.headers.get("X-Forwarded-For", "").split(",")
	proxies = frappe.conf.get(KEY)
	told = [part.strip() for part in forwarded if part.strip()]
	return address_of(
		request.environ.get("REMOTE_ADDR") or "", told, None if proxies is None else int(proxies)
	)


def address_of(peer: str, forwarded: Sequence[str], proxies: int | None) -> str:
	"""Return the sender's address, where `peer` has connected and `forwarded` is what it has told.

	`proxies` are how many proxies stand before the web server, `None` where nobody has said. Of an IPv6 address, its network.
	"""
	expected = int(is_near(peer)) if proxies is None else proxies
	if expected <= 0 or not forwarded:
		return of_one_sender(peer)
	return of_one_sender(forwarded[-min(expected, len(forwarded))])


def is_near(peer: str) -> bool:
	"""Return whether a peer is on this machine (a socket file has no address) or in a private network."""
	if not peer:
		return True
	try:
		address = ipaddress.ip_address(peer)
	except ValueError:
		return False
	return address.is_private or address.is_loopback


def of_one_sender(text: str) -> str:
	"""Return what all addresses of one sender share: the address without a port, of IPv6 the network."""
	host = text.partition("]")[0].strip("[") if text.startswith("[") else text
	host = host.partition(":")[0] if host.count(":") == 1 else host
	try:
		address = ipaddress.ip_address(host)
	except ValueError:
		return text
	if address.version == 4:
		return str(address)
	if address.ipv4_mapped:
		return str(address.ipv4_mapped)
	return str(ipaddress.ip_network((address, OF_ONE_SENDER), strict=False))
