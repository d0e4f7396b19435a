"""Rows of what is owed, with their status, attempts and next attempt: which are due, and what becomes of one that failed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pkgutil import resolve_name

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.kit.conflicts import is_conflict
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.outcomes import GiveUp, MustWait, Outcome, TryLater
from frappe_crm_app.kit.outbox.tasks import Outbox
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.kit.set_based import update_records

LONGEST_REASON = 1000  # characters
AFTER_CONFLICT = 2  # seconds
AT_ONCE = 1000  # rows that one statement changes


@dataclass(frozen=True, kw_only=True)
class OwedRows(Outbox):
	"""Rows of a DocType, which has its own words and fields.

	`owed` are the statuses in which a row is to be done: first that in which it is written, last that in which it waits after a
	failed attempt; `failed` that of one that is given up. Where there is no field for the next attempt (`None`), what failed is tried
	again by the next job, and `oldest` orders the rows. `on_given_up` is the dotted path of a function that gets a row and the reason in
	the transaction that gives it up, and may return more values to store.
	"""

	doctype: str
	owed: tuple[str, ...]
	failed: str
	status: str = "status"
	reason: str = "reason"
	attempts: str = "attempts"
	next_attempt_on: str | None = "next_attempt_on"
	oldest: str = "creation"
	backoff: Backoff = field(default_factory=Backoff)
	on_given_up: str | None = None

	def find_due(self, limit: int) -> list[str]:
		return self.names_in(self.owed, self.next_attempt_on or self.oldest, limit)

	def names_in(self, statuses: tuple[str, ...], moment: str, limit: int) -> list[str]:
		"""Return rows in one of these statuses whose moment has come."""
		return frappe.get_all(
			self.doctype,
			filters={self.status: ("in", statuses), moment: ("<=", now_datetime())},
			order_by=f"{moment} asc, name asc",
			limit=limit,
			pluck="name",
		)

	def is_due(self, status: str, moment: datetime | None) -> bool:
		"""Return whether a row in this status, to be tried at this moment, is to be done now."""
		return status in self.owed and (not moment or get_datetime(moment) <= now_datetime())

	def after(self, row: object, error: Exception) -> dict:
		"""Return what is to be stored of a row that raised this: when it is tried again, or that it is given up."""
		values = getattr(error, "values", {})
		if isinstance(error, MustWait):
			return self.waiting(error.seconds)
		if isinstance(error, GiveUp):
			return self.given_up(row, str(error)) | self.counted(row) | values
		if isinstance(error, TryLater) and error.seconds is not None:
			told = {self.reason: sentence_of(error)} if str(error) else {}
			return self.waiting(error.seconds) | told | values
		if is_conflict(error):
			return self.waiting(AFTER_CONFLICT)
		if not isinstance(error, TryLater):
			# Without the variables, which Frappe adds otherwise: a secret might be one.
			frappe.log_error(self.doctype, frappe.get_traceback(), self.doctype, row.name)
		return self.after_failure(row, sentence_of(error)) | values

	def after_failure(self, row: object, reason: str) -> dict:
		"""Return the values after one more failed attempt."""
		before, counted = row.get(self.attempts) or 0, self.counted(row)
		if not self.backoff.is_exhausted(before + 1):
			return self.waiting(self.backoff.pause_after(before)) | counted | {self.reason: reason}
		if self.backoff.most_attempts > 1:
			reason = _("{0} attempts failed, the last one with “{1}”").format(before + 1, reason)
		return self.given_up(row, reason) | counted

	def counted(self, row: object) -> dict:
		"""Return the values that count one more attempt."""
		return {self.attempts: (row.get(self.attempts) or 0) + 1}

	def waiting(self, seconds: float) -> dict:
		"""Return the values of a row that waits so long."""
		moment = {self.next_attempt_on: now_datetime() + timedelta(seconds=seconds)}
		return {self.status: self.owed[-1]} | (moment if self.next_attempt_on else {})

	def given_up(self, row: object, reason: str) -> dict:
		"""Return the values of a row that is not tried any more."""
		more = resolve_name(self.on_given_up)(row, reason) if self.on_given_up else None
		return {self.status: self.failed, self.reason: reason[:LONGEST_REASON]} | (more or {})

	def outcome_of(self, error: Exception) -> Outcome:
		"""Return what the job is to do after a row that raised this."""
		return Outcome.MUST_WAIT if isinstance(error, MustWait) else Outcome.LEFT

	def owe_again(self, names: Sequence[str], **values: object) -> None:
		"""Owe rows again, whatever became of them, with attempts counted from zero: a retry by hand, or since they changed."""
		table = frappe.qb.DocType(self.doctype)
		values = {self.status: self.owed[0], self.attempts: 0} | values
		if self.next_attempt_on:
			values[self.next_attempt_on] = now_datetime()
		for start in range(0, len(names), AT_ONCE):
			query = update_records(self.doctype).where(table.name.isin(names[start : start + AT_ONCE]))
			for fieldname, value in values.items():
				query = query.set(table[fieldname], value)
			query.run()
		self.enqueue()


def sentence_of(error: Exception) -> str:
	"""Return what went wrong, to be shown."""
	return (sentence_in(error) or type(error).__name__)[:LONGEST_REASON]
