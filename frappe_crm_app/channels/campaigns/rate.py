"""So many a minute at most, by all workers and campaigns together that send by one account or service (`kit/outbox/slots.py`)."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from frappe_crm_app.kit.outbox.outcomes import MustWait, TryLater
from frappe_crm_app.kit.outbox.slots import Slots

PATIENCE = 10  # seconds for which a worker waits itself; after them it leaves the campaign for a minute
MINUTE = 60


class Rate:
	"""A rate by the name of what it is shared by; 0 for none."""

	def __init__(self, name: str, per_minute: int) -> None:
		self.per_minute = per_minute
		self.count = per_minute if per_minute < MINUTE * 2 else per_minute // MINUTE
		# Slow ones come in a burst each minute, since the outbox looks once a minute; fast ones by the second.
		rest = MINUTE if per_minute < MINUTE * 2 else self.count * MINUTE / per_minute
		self.slots = Slots(name, rest=rest)

	def at_once(self, most: int) -> int:
		"""Return of how many a batch may be: no more than go out within a few seconds."""
		return max(1, min(most, self.count)) if self.per_minute else most

	@contextmanager
	def turn(self) -> Iterator[None]:
		"""Have one of the turns; raises `TryLater` where there is none for some time."""
		if not self.per_minute:
			yield
			return
		mark = frappe.generate_hash(length=16)
		try:
			self.slots.take(mark, self.count, PATIENCE)
		except MustWait as wait:
			raise TryLater(seconds=wait.seconds) from wait
		try:
			yield
		finally:
			self.slots.hold(mark, self.slots.rest)
