"""The job: does what is due in an outbox, each row once and in a transaction of its own; after a while it leaves the rest to the next."""

import time
from dataclasses import dataclass, field

import frappe

from frappe_crm_app.kit.outbox.outcomes import MustWait, Outcome
from frappe_crm_app.kit.outbox.tasks import Outbox

TOGETHER = 20  # rows that are looked up at a time


@dataclass
class Turn:
	"""What one job has met: rows that are `done`, and those that are `left`, which are still owed and for others to do."""

	outbox: Outbox
	slot: str = ""
	done: set[str] = field(default_factory=set)
	left: set[str] = field(default_factory=set)

	def names_due(self) -> list[str]:
		"""Return some of the rows that are due and were not met yet."""
		names = self.outbox.due(TOGETHER + len(self.left))
		frappe.db.commit()  # what is read next is read anew
		self.left |= self.done.intersection(names)
		return [name for name in names if name not in self.left][:TOGETHER]

	def attempt(self, name: str, waits: bool) -> Outcome:
		"""Attempt a row, with nothing in memory of the one before."""
		self.outbox.jobs.hold(self.slot)
		frappe.db.value_cache.clear()
		if frappe.session.user != "Administrator":
			frappe.set_user("Administrator")
		outcome = self.outbox.attempt(name, waits)
		(self.done if outcome == Outcome.DONE else self.left).add(name)
		return outcome


def work_off(outbox: Outbox) -> None:
	"""Do what is due, unless enough jobs are at it already: the last of them looks again after it has given its slot back."""
	outbox.forget_waking()  # before looking: what is committed later wakes anew
	turn = Turn(outbox)
	try:
		with outbox.jobs.slot(outbox.at_once) as turn.slot:
			is_to_go_on = do_all(turn)
	except MustWait:
		return
	if is_to_go_on and turn.names_due():
		outbox.wake()


def do_all(turn: Turn) -> bool:
	"""Do rows until none is due or the shift is over; `False` where a limit tells to stop.

	Rows that another transaction holds come last, and are waited for then: two jobs do not follow each other from lock to lock.
	"""
	end = time.monotonic() + turn.outbox.shift
	names, held = turn.names_due(), []
	if len(names) > 1 and turn.outbox.can_be_shared:
		turn.outbox.wake()  # starting a job takes longer than a row
	while names or held:
		name, waits = (names.pop(0), False) if names else (held.pop(0), True)
		outcome = turn.attempt(name, waits)
		if outcome == Outcome.MUST_WAIT:
			return False
		if outcome == Outcome.HELD:
			held.append(name)
		if time.monotonic() > end:
			turn.left.difference_update(held)
			return True
		names = names or turn.names_due()
	return True
