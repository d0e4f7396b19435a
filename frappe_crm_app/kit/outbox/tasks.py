"""Describes what is owed and enqueues the job that works it off; any job may run twice, and late.

A save costs one word to Redis after its commit: the first one to say that something is owed enqueues a job, and until that job
begins, nobody else needs to, however many rows there are. A job that begins takes the word back before it looks, so that one that is
killed keeps nobody from enqueueing the next. Each minute the sweep finds what a crash left and what is due again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import ClassVar

import frappe
from redis.exceptions import RedisError

from frappe_crm_app.kit.meeting_points import Point
from frappe_crm_app.kit.outbox.outcomes import Outcome
from frappe_crm_app.kit.outbox.slots import Slots

JOB = "frappe_crm_app.kit.outbox.tasks.work_off"
JOB_TIMEOUT = 600  # seconds; a job hands over to the next one long before
AWAKE_AT_MOST = 60_000  # milliseconds after which a job that never began is not waited for any more


@dataclass(frozen=True, kw_only=True)
class Outbox:
	"""One kind of owed work. How its rows are taken, say `LockedRows`, `LeasedRows` and `MarkedRecords`.

	`key` is its name in Redis and in jobs; `work` the dotted path of the function that does one row; `queue` where its jobs go;
	`shift` the seconds after which a job hands over to another one; `at_once` how many of them there are in all workers together; `is_open()` whether anything is to be done at this moment.
	"""

	key: str
	work: str
	queue: str | Callable[[], str] = "default"
	shift: float = 60
	at_once: int = 4
	is_open: Callable[[], bool] = lambda: True
	can_be_shared: ClassVar[bool] = True  # whether several jobs get on faster than one

	def find_due(self, limit: int) -> list[str]:
		"""Return the names of rows that are due, those first that have waited longest."""
		raise NotImplementedError

	def try_one(self, name: str, waits: bool) -> Outcome:
		"""Do one row and commit, whatever comes of it; without `waits`, one that is locked is left."""
		raise NotImplementedError

	def due(self, limit: int) -> list[str]:
		"""Return the names of rows that are to be done now; none while the outbox is closed."""
		return self.find_due(limit) if self.is_open() else []

	def attempt(self, name: str, waits: bool = True) -> Outcome:
		"""Do one row, unless it is not due any more or the outbox is closed; commits."""
		return self.try_one(name, waits) if self.is_open() else Outcome.LEFT

	def do(self, row: object) -> object:
		"""Call the function that does one row."""
		return resolve_name(self.work)(row)

	def enqueue(self) -> None:
		"""Have a worker do what is due, once the present transaction is committed; a rollback forgets it."""
		frappe.db.after_commit.add(self.wake)

	def wake(self) -> None:
		"""Enqueue a job now, unless one is enqueued that has not begun. Where Redis takes none, the sweep comes to it."""
		with suppress(RedisError, frappe.QueueOverloaded):
			if frappe.cache.execute_command("SET", self.awake_key(), 1, "NX", "PX", AWAKE_AT_MOST):
				queue = self.queue if isinstance(self.queue, str) else self.queue()
				frappe.enqueue(JOB, queue=queue, timeout=JOB_TIMEOUT, outbox=self.key)

	def forget_waking(self) -> None:
		"""Say that the job has begun: whoever commits from now on enqueues another one."""
		frappe.cache.execute_command("DEL", self.awake_key())

	def awake_key(self) -> bytes | str:
		"""Return the site's key for "a job is enqueued"."""
		return frappe.cache.make_key(f"crm_outbox_{self.key}_awake")

	@property
	def jobs(self) -> Slots:
		"""How many jobs are at it."""
		return Slots(f"crm_outbox_{self.key}")


def all_outboxes() -> list[Outbox]:
	"""Return all of them, as the hook `crm_outboxes` lists them, other apps' included."""
	return [resolve_name(path) for path in frappe.get_hooks(Point.OUTBOXES)]


def work_off(outbox: str) -> None:
	"""Do what is due in an outbox (job): as the system, whoever brought the row."""
	from frappe_crm_app.kit.outbox import running

	frappe.set_user("Administrator")
	for found in all_outboxes():
		if found.key == outbox:
			running.work_off(found)


def sweep() -> None:
	"""Wake a worker for each outbox in which something is due (scheduler)."""
	for outbox in all_outboxes():
		try:
			if outbox.due(1):
				outbox.wake()
		except Exception:
			frappe.db.rollback()
			frappe.log_error(f"Outbox: {outbox.key}")
