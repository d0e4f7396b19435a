"""Names and addresses of which those whom they belong to recognise enough (pure)."""

import ipaddress

POINTS = "•••"
OF_IPV6 = 48  # bits that stay


def masked_name(name: str) -> str:
	"""Return `A••• L•••` for `Ada Lovelace`; the number of points tells nothing."""
	return " ".join(f"{word[:1]}{POINTS}" for word in name.split())


def masked_email(email: str) -> str:
	"""Return `a•••@e•••.com` for `ada@example.com`."""
	local, at, domain = email.partition("@")
	if not at:
		return f"{email[:1]}{POINTS}" if email else ""
	_name, point, ending = domain.rpartition(".")
	return f"{local[:1]}{POINTS}@{domain[:1]}{POINTS}{point}{ending if point else ''}"


def masked_address(address: str) -> str:
	"""Return an IP address without what names one household: `203.0.113.•••`, `2001:db8:5::•••`; `""` for what is none."""
	try:
		network = ipaddress.ip_network(address.strip(), strict=False)
	except ValueError:
		return ""
	if network.version == 4:
		return f"{str(network.network_address).rpartition('.')[0]}.{POINTS}"
	kept = ipaddress.ip_network((network.network_address, OF_IPV6), strict=False).network_address
	return f"{kept}{POINTS}"
