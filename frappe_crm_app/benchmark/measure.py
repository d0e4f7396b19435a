"""What is measured."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe

Call = Callable[[], object]
ROLES_ASKED = "role permissions asked"


@dataclass(frozen=True)
class World:
	"""What was seeded: how much of it, who there is and what to ask for."""

	contacts: int
	deals: int
	notes: int
	pipeline: str
	stages: tuple[str, ...]
	won_stage: str
	manager: str
	rep: str
	account_rep: str
	contact: str
	customer: str


@dataclass(frozen=True)
class Measure:
	"""`ours` beside `floor`, the least that could do the same; what they write is rolled back each time.

	`budget` is the most statements that ours may send, whatever the size. `user` is who asks both. `is_page` says that one page is shown, so that the
	time must not grow with the data. `rounds` are those that count. `clean` removes what ours has committed.
	"""

	key: str
	title: str
	ours: Call
	floor: Call
	floor_title: str
	budget: int
	user: str = "Administrator"
	is_page: bool = True
	rounds: int = 30
	warm_up: int = 3
	clean: Call | None = None


def may_read(*doctypes: str) -> list[bool]:
	"""Ask Frappe for each whether the user's roles may read it: what no endpoint that shows them may leave out."""
	return [frappe.has_permission(doctype) for doctype in doctypes]
