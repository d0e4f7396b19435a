"""What an event follows from: what is saved while one is being handled has that one as its cause."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import frappe

CONTEXT = "crm_event_cause"
DEEPEST = 20
"""The length of a chain of causes after which nobody is told any more: a longer one is taken for an endless loop."""


@dataclass(frozen=True)
class Cause:
	"""The event and the rule because of which something is saved; `depth` is that of the events that follow.

	`is_bulk` where it is one of many that are saved together, or follows from one.
	"""

	event: str | None = None
	rule: str | None = None
	depth: int = 0
	is_bulk: bool = False

	@classmethod
	def of(cls, event: str, depth: int, rule: str | None = None, is_bulk: bool = False) -> "Cause":
		"""Return the cause that an event, of this depth, is of what follows."""
		return cls(event, rule, depth + 1, is_bulk)


NOTHING = Cause()


def present() -> Cause:
	"""Return the cause of what is being saved now."""
	return frappe.flags.get(CONTEXT) or NOTHING


@contextmanager
def because_of(cause: Cause) -> Iterator[None]:
	"""Say that what is saved inside follows from this."""
	before = frappe.flags.get(CONTEXT)
	frappe.flags[CONTEXT] = cause
	try:
		yield
	finally:
		frappe.flags[CONTEXT] = before


@contextmanager
def in_bulk() -> Iterator[None]:
	"""Say that what is saved inside is changed with many others at once, by one wish of somebody's."""
	with because_of(replace(present(), is_bulk=True)):
		yield
