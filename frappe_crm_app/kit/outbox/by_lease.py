"""A row is held by a lease while it is done: for long work with HTTP. No transaction is open during a request.

A worker takes a row by writing a key of its own and until when it has it, and writes only while the key is still there. Where it
dies, the time runs out and the row is given to another.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion

from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.outbox.outcomes import LeaseLost, Outcome
from frappe_crm_app.kit.outbox.rows import OwedRows
from frappe_crm_app.kit.set_based import update_records


@dataclass(frozen=True, kw_only=True)
class LeasedRows(OwedRows):
	"""Rows that are done under a lease of so many minutes, which begins anew with each `note`; `running` is their status meanwhile.

	`work(row)` gets the row's values and returns what is to be stored of it, its status among that, or `None` where it gave the row back
	itself. It commits before it waits for anybody. It may be called again for a row that it has done in part: each of its steps must
	have the effect of once.
	"""

	running: str
	lease_key: str = "lease_key"
	lease_until: str = "lease_until"
	minutes: float = 10

	def find_due(self, limit: int) -> list[str]:
		abandoned = self.names_in((self.running,), self.lease_until, limit)
		return [*super().find_due(limit), *abandoned][:limit]

	def try_one(self, name: str, waits: bool) -> Outcome:
		row = self.take(name)
		if not row:
			return Outcome.LEFT
		try:
			values = self.do(row)
			frappe.db.commit()
			if values:
				self.give_back(row, **values)
			return Outcome.DONE
		except LeaseLost:
			frappe.db.rollback()
			return Outcome.LEFT
		except Exception as error:
			frappe.db.rollback()
			frappe.clear_messages()
			committed(partial(self.note_failure, row, error))
			return self.outcome_of(error)

	def take(self, name: str) -> frappe._dict | None:
		"""Return the row, which is ours now, or `None` where there is nothing to do or another has it."""
		table, moment, key = frappe.qb.DocType(self.doctype), now_datetime(), frappe.generate_hash(length=20)
		is_due = table[self.status].isin(self.owed)
		if self.next_attempt_on:
			is_due &= table[self.next_attempt_on] <= moment
		is_abandoned = (table[self.status] == self.running) & (table[self.lease_until] < moment)
		values = {self.status: self.running, self.lease_key: key, self.lease_until: self.end_of_lease()}
		committed(partial(self.update, values, (table.name == name) & (is_due | is_abandoned)))
		return self.read(name, key)

	def read(self, name: str, key: str) -> frappe._dict | None:
		"""Return the row as it is stored, `None` where it is not ours."""
		table = frappe.qb.DocType(self.doctype)
		query = frappe.qb.from_(table).select(table.star)
		rows = query.where((table.name == name) & (table[self.lease_key] == key)).run(as_dict=True)
		frappe.db.commit()  # what is read next is read anew
		return rows[0] if rows else None

	def note(self, row: frappe._dict, **values: object) -> None:
		"""Store how far the row came, and have it for longer; raises `LeaseLost`."""
		self.write(row, {**values, self.lease_until: self.end_of_lease()})
		stored = self.read(row.name, row[self.lease_key])
		if not stored:
			raise LeaseLost
		row.update(stored)

	def give_back(self, row: frappe._dict, criterion: Criterion | None = None, **values: object) -> None:
		"""Store what became of the row, its status among it, and let others have it; where there is a criterion, only if it is met."""
		self.write(row, values | {self.lease_key: None, self.lease_until: None}, criterion)

	def write(self, row: frappe._dict, values: dict, criterion: Criterion | None = None) -> None:
		"""Store values of a row that is ours, in a transaction of its own."""
		is_ours = self.is_ours(row)
		committed(partial(self.update, values, is_ours if criterion is None else is_ours & criterion))

	def note_failure(self, row: frappe._dict, error: Exception) -> None:
		"""Give back a row that raised this, in one transaction with what follows from giving up."""
		values = self.after(row, error) | {self.lease_key: None, self.lease_until: None}
		self.update(values, self.is_ours(row))

	def update(self, values: dict, criterion: Criterion) -> None:
		"""Store values of the rows that meet the criterion."""
		query = update_records(self.doctype).where(criterion)
		for fieldname, value in values.items():
			query = query.set(frappe.qb.DocType(self.doctype)[fieldname], value)
		query.run()

	def is_ours(self, row: frappe._dict) -> Criterion:
		"""Return the criterion that a row is still ours."""
		table = frappe.qb.DocType(self.doctype)
		return (table.name == row.name) & (table[self.lease_key] == row[self.lease_key])

	def end_of_lease(self) -> object:
		"""Return until when a row is ours that is taken now."""
		return now_datetime() + timedelta(minutes=self.minutes)
