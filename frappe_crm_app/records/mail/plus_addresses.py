"""Addresses with a tag (RFC 5233): what goes to `local+tag@domain` lies in the mailbox of `local@domain`, where its server does that.

Addresses are given and returned as `normalise_email` returns them.
"""

LONGEST_LOCAL = 64  # RFC 5321
LONGEST = 140  # of a column


def tagged(address: str, tag: str) -> str | None:
	"""Return an address with a tag, `None` where that would be too long, or the address has one already."""
	local, _at, domain = address.rpartition("@")
	found = f"{local}+{tag}@{domain}"
	is_short = len(local) + 1 + len(tag) <= LONGEST_LOCAL and len(found) <= LONGEST
	return found if local and "+" not in local and is_short else None


def tag_in(address: str) -> str:
	"""Return the tag of an address, `""` where it has none."""
	return address.rpartition("@")[0].partition("+")[2]


def untagged(address: str) -> str:
	"""Return an address without its tag."""
	local, at, domain = address.rpartition("@")
	return local.partition("+")[0] + at + domain
