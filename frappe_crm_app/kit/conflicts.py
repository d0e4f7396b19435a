"""Conflicts: the database gave up a transaction because of what another one was doing at the same moment.

A deadlock, a wait for a lock without end, and where a transaction sees the database as it was when it began (PostgreSQL, MariaDB
with `innodb_snapshot_isolation`) a record that somebody else has saved since. MariaDB has then undone the whole transaction,
savepoints included; PostgreSQL refuses every further statement of it. So there are two answers only: all of it again (`repeated`),
or a sentence to who asked for it (`BusyError`; `error_answers.py` gives it where nobody else did).
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import TypeVar

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import BusyError

MOST_TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0  # seconds at most; doubled before each further try
SERIALIZATION_FAILURES = ("40001", "40P01")  # PostgreSQL's codes: serialization failure, deadlock
# As what they are raised, by the names of their classes: Frappe's own two, and psycopg2's, which Frappe hands on.
CONFLICTS = ("QueryDeadlockError", "QueryTimeoutError", "SerializationFailure", "DeadlockDetected")
Result = TypeVar("Result")


def is_conflict(error: BaseException) -> bool:
	"""Return whether the database gave up this transaction because of another."""
	if isinstance(error, BusyError | frappe.QueryDeadlockError | frappe.QueryTimeoutError):
		return True
	return getattr(error, "pgcode", None) in SERIALIZATION_FAILURES


def repeated(
	work: Callable[[], Result],
	is_worth: Callable[[Exception], bool] = is_conflict,
	before_again: Callable[[], None] | None = None,
) -> Result:
	"""Return the result of `work`, done again from its beginning where it fails in a way that is worth it: by a conflict.

	What the transaction wrote before is undone as well, so `work` is all that it has to do; what `work` commits is its own to see to
	when it is called again. The last failure is raised.
	"""
	start = State()
	for number in range(1, MOST_TRIES):
		try:
			return work()
		except Exception as error:
			if not is_worth(error):
				raise
			start.restore()
			time.sleep(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**number)))
			if before_again:
				before_again()
	return work()


def committed(
	work: Callable[[], Result],
	is_worth: Callable[[Exception], bool] = is_conflict,
	before_again: Callable[[], None] | None = None,
) -> Result:
	"""Return the result of `work`, committed: a transaction of its own, all of it done again as `repeated` says."""

	def once() -> Result:
		result = work()
		frappe.db.commit()
		return result

	return repeated(once, is_worth, before_again)


def repeated_on_conflict(endpoint: Callable[..., Result]) -> Callable[..., Result]:
	"""Decorate an endpoint, below `frappe.whitelist`, that does all of its work again on a conflict."""

	@wraps(endpoint)
	def call(*arguments: object, **options: object) -> Result:
		return repeated(partial(endpoint, *arguments, **options))

	return call


class State:
	"""What a request or job has in memory before it begins, to be put back when it begins anew."""

	def __init__(self) -> None:
		self.messages = list(frappe.local.message_log)
		self.documents = list(frappe.local.response.get("docs") or [])
		self.saving = list(frappe.flags.currently_saving or [])

	def restore(self) -> None:
		"""Undo the transaction, and forget what it left in memory."""
		frappe.db.rollback()
		frappe.db.value_cache.clear()
		frappe.local.message_log = list(self.messages)
		frappe.local.response["docs"] = list(self.documents)
		frappe.flags.currently_saving = list(self.saving)


@contextmanager
def undoing(save_point: str, *errors: type[Exception]) -> Iterator[None]:
	"""Undo what was written inside where it raises one of these errors, which is raised on.

	A conflict is raised as it is: no savepoint has outlived it. Where one is inside another, each has a name of its own.
	"""
	frappe.db.savepoint(save_point)
	try:
		yield
	except errors as error:
		if not is_conflict(error):
			frappe.db.rollback(save_point=save_point)
		raise


@contextmanager
def refused_on_conflict() -> Iterator[None]:
	"""Turn a conflict with another save into a sentence (`BusyError`).

	Locks are taken in one order (`follow_up/activity.py`), but Frappe locks the record being saved before any of ours, so
	two saves of linked records can still meet crosswise. The database has undone one of them then; its user tries again.
	"""
	try:
		yield
	except Exception as error:
		if isinstance(error, BusyError) or not is_conflict(error):
			raise
		refuse_for_now(error)


def refuse_for_now(error: Exception | None = None) -> None:
	"""Raise `BusyError` with its sentence."""
	sentence = _("Somebody else is saving the same records at this moment. Please try again.")
	frappe.msgprint(sentence, title=_("Try Again"), indicator="orange")
	raise BusyError(sentence) from error
