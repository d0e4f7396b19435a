"""The job that tells who listens, at least once: an event counts as told when everybody was called.

It claims some rows, calls, and marks each. What a worker that died had claimed is told by another one when the claim has run out; who
had been called before then is called again. A function that fails is logged and keeps nobody from being told. Each has a transaction
of its own, and what it saves has the event for its cause.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion

from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.domain_events.cause import DEEPEST, Cause, because_of
from frappe_crm_app.kit.domain_events.listening import callers_of

EVENT = "CRM Domain Event"
AT_ONCE = 20  # events that one job claims
MOST_SECONDS = 200  # after which a job leaves the rest to the next
CLAIMED_FOR = timedelta(minutes=15)  # longer than a job may take


def tell_waiting() -> bool:
	"""Tell what waits, the oldest first; `False` where time was up before all was told."""
	end = time.monotonic() + MOST_SECONDS
	while events := repeated(claim):
		for place, event in enumerate(events):
			if time.monotonic() > end:
				repeated(partial(give_back, [left.name for left in events[place:]]))
				return False
			tell(event)
	return True


def waiting(most: int) -> list[str]:
	"""Return the names of events that nobody has told or claimed, the oldest first."""
	event = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(event).select(event.name).where(is_free())
	return query.orderby(event.modified, event.name).limit(most).run(pluck=True)


def is_free() -> Criterion:
	"""Return the criterion of events that are to be told and that no job is at."""
	event = frappe.qb.DocType(EVENT)
	is_unclaimed = event.claimed_on.isnull() | (event.claimed_on < now_datetime() - CLAIMED_FOR)
	return (event.told == 0) & is_unclaimed


def claim() -> list[frappe._dict]:
	"""Claim some events that wait, of which another job has none, and commit that."""
	names = waiting(AT_ONCE)
	event = frappe.qb.DocType(EVENT)
	rows = []
	if names:
		# Locked by name: to lock them by `told` would also lock out who writes new ones.
		query = frappe.qb.from_(event).select(event.name, event.kind, event.depth)
		query = query.where(event.name.isin(names) & is_free()).orderby(event.modified, event.name)
		rows = query.for_update(skip_locked=True).run(as_dict=True)
	if rows:
		mark([row.name for row in rows], claimed_on=now_datetime())
	frappe.db.commit()
	return rows


def give_back(names: list[str]) -> None:
	"""Let another job have what was claimed."""
	mark(names, claimed_on=None)
	frappe.db.commit()


def mark(names: list[str], **values: object) -> None:
	"""Set these values of events; `modified` stays, by which they are in order."""
	event = frappe.qb.DocType(EVENT)
	query = frappe.qb.update(event).where(event.name.isin(names))
	for fieldname, value in values.items():
		query = query.set(event[fieldname], value)
	query.run()


def tell(event: frappe._dict) -> None:
	"""Call everybody who listens to this event, then mark it."""
	if event.depth > DEEPEST:
		frappe.log_error(title=f"{event.kind}: events go round in a circle", message=event.name)
	else:
		with because_of(Cause.of(event.name, event.depth)):
			for path in callers_of(event.kind):
				call(path, event)
	repeated(partial(mark_told, event.name))


def mark_told(name: str) -> None:
	mark([name], told=1)
	frappe.db.commit()


def call(path: str, event: frappe._dict) -> None:
	"""Call one function and commit what it wrote; where it fails, nothing of that is left but the log."""
	try:
		repeated(partial(call_once, frappe.get_attr(path), event))
	except Exception:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		frappe.log_error(title=f"{path}: {event.kind}", reference_doctype=EVENT, reference_name=event.name)
		frappe.db.commit()
	frappe.clear_messages()


def call_once(function: Callable[[str, str], None], event: frappe._dict) -> None:
	frappe.set_user("Administrator")
	function(event.kind, event.name)
	frappe.db.commit()
