"""One at a time loads or clears the demo, from the page or by the command: whoever holds the turn.

It is a slot in Redis that its process says it lives by, so it comes back within seconds of a process that is killed. What that process wrote
was one transaction, which the database undoes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from redis.exceptions import RedisError

from frappe_crm_app.kit.outbox.outcomes import MustWait
from frappe_crm_app.kit.outbox.slots import Slots

TURN = Slots("crm_demo", held_at_most=12)


def take_turn(seconds: float | None = None) -> str:
	"""Take the turn, for so many seconds unless it is held on; returns its mark, raises `frappe.ValidationError` where another has it."""
	mark = frappe.generate_hash(length=16)
	try:
		TURN.take(mark, 1, patience=0)
	except MustWait:
		refuse()
	TURN.hold(mark, seconds)
	return mark


def refuse() -> None:
	"""Say that the demo is being worked at."""
	frappe.throw(_("The demo is being loaded or cleared. Wait until that is done."))


@contextmanager
def in_turn() -> Iterator[None]:
	"""Do the block while nobody else loads or clears the demo; raises `frappe.ValidationError` where somebody does.

	Without Redis no job runs, and there is no turn to take.
	"""
	try:
		mark = take_turn()
	except RedisError:
		yield
		return
	with TURN.kept(mark):
		yield
