"""A row is held by its lock while it is done: for short work, all of it in the database.

The row is locked, the work done and the row marked in one transaction. A worker that dies before the commit leaves the row owed and
nothing else; one that dies after it leaves all done. A second worker finds nothing owed.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pkgutil import resolve_name

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import committed, is_conflict
from frappe_crm_app.kit.outbox.outcomes import Outcome
from frappe_crm_app.kit.outbox.rows import OwedRows


@dataclass(frozen=True, kw_only=True)
class LockedRows(OwedRows):
	"""Rows that are done under their lock.

	`work(row)` gets the document and returns what is to be stored of it, its status among that, or `None` where it stored that itself. It
	neither commits nor waits for anybody. What it wrote is undone where it raises; where `is_worth_repeating(error)`, by default a
	conflict, it is called again at once. `holding` is the dotted path of a function that gets the row's name and returns a context manager,
	entered before the transaction: a lock that several rows share.
	"""

	is_worth_repeating: Callable[[Exception], bool] = is_conflict
	holding: str | None = None

	def try_one(self, name: str, waits: bool) -> Outcome:
		try:
			with resolve_name(self.holding)(name) if self.holding else nullcontext():
				return committed(partial(self.carry_out, name, waits), self.is_worth_repeating)
		except Exception as error:
			frappe.db.rollback()
			frappe.clear_messages()
			committed(partial(self.note_failure, name, error))
			return self.outcome_of(error)

	def carry_out(self, name: str, waits: bool = True) -> Outcome:
		"""Do the row and mark it, in the present transaction; raises what the work raises."""
		outcome, row = self.lock(name, waits)
		values = row and self.do(row)
		if values:
			row.db_set(values, notify=True)
		return outcome

	def note_failure(self, name: str, error: Exception) -> None:
		"""Mark a row that raised this, if it is still owed. Nothing of the attempt is left."""
		_outcome, row = self.lock(name, waits=True)
		if row:
			row.db_set(self.after(row, error), notify=True)

	def lock(self, name: str, waits: bool) -> tuple[Outcome, Document | None]:
		"""Return the row, locked until the transaction ends; `None` where it is not due any more, or another transaction has it."""
		fields = [self.status, self.next_attempt_on or self.oldest]
		stored = frappe.db.get_value(self.doctype, name, fields, for_update=True, skip_locked=not waits)
		if not stored:
			return (Outcome.DONE if waits else Outcome.HELD), None
		return Outcome.DONE, frappe.get_doc(self.doctype, name) if self.is_due(*stored) else None
