"""The names of demo rows. The same row has the same name on every site and in every run."""

from hashlib import sha256

PREFIX = "demo-"  # no random name holds an m, an o or a dash
STAFF_DOMAIN = "crm-desk.example"


def name_of(doctype: str, number: int) -> str:
	"""Return the name of the `number`-th demo row of `doctype`."""
	return PREFIX + sha256(f"{doctype}/{number}".encode()).hexdigest()[:10]


def is_demo(name: str | None) -> bool:
	"""Return whether a row of this name is one of the demo's."""
	return bool(name) and name.startswith(PREFIX)
