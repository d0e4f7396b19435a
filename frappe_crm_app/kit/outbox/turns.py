"""Rows of which those about one record are done one after the other: what an `Outbox` is given as `holding` is made of this."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import frappe
from redis.exceptions import LockError

from frappe_crm_app.kit.outbox.outcomes import TryLater


@contextmanager
def alone(turn: str, patience: float, held_at_most: float) -> Iterator[None]:
	"""Hold the turn of that name, one for all workers of the site; raises `TryLater` where another holds it beyond `patience` seconds.

	It comes back `held_at_most` seconds after a worker died with it. The transaction is committed before, so that what the other
	did is seen.
	"""
	frappe.db.commit()
	lock = frappe.cache.lock(frappe.cache.make_key(turn), timeout=held_at_most)
	if not lock.acquire(blocking_timeout=patience):
		raise TryLater(seconds=patience)
	try:
		yield
	finally:
		with suppress(LockError):
			lock.release()
