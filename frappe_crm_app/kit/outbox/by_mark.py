"""What is owed has no row of its own: it follows from records, and a mark on them says that it was done.

Nothing is counted and nothing given up: what fails is logged, undone and tried again by the next job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import frappe

from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.outbox.outcomes import Outcome
from frappe_crm_app.kit.outbox.tasks import Outbox


@dataclass(frozen=True, kw_only=True)
class MarkedRecords(Outbox):
	"""Records that `find(limit)` returns as due. `work(name)` locks one, sees whether it is still due, does it and sets the mark."""

	find: Callable[[int], list[str]]
	can_be_shared: ClassVar[bool] = (
		False  # each lock is waited for, so a second job would only follow the first
	)

	def find_due(self, limit: int) -> list[str]:
		return self.find(limit)

	def try_one(self, name: str, waits: bool) -> Outcome:
		try:
			committed(partial(self.do, name))
			return Outcome.DONE
		except Exception:
			frappe.db.rollback()
			frappe.clear_messages()
			frappe.log_error(f"{self.key}: {name}"[:140])
			frappe.db.commit()
			return Outcome.LEFT
