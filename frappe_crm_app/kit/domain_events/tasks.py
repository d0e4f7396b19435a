"""Jobs of domain events. All may run twice: an event is told by whoever has claimed it, an occasion by whoever has marked it.

A save costs one word to Redis after the commit: the first one to say that there is something to tell enqueues a job, and until that
job begins, nobody else needs to.
"""

import frappe
from frappe.utils import now_datetime

TELL = "frappe_crm_app.kit.domain_events.tasks.tell_events"
SWEEP = "frappe_crm_app.kit.domain_events.tasks.sweep_occasions"
AWAKE = "crm_domain_events_awake"
AWAKE_AT_MOST = 60_000  # milliseconds after which a job that never began is not waited for any more
TIMEOUT = 600  # seconds


def enqueue_telling() -> None:
	"""Have a worker tell who listens, once the present transaction is committed; a rollback forgets it."""
	frappe.db.after_commit.add(wake)


def wake() -> None:
	"""Enqueue a job, unless one is enqueued that has not begun."""
	if frappe.cache.execute_command("SET", frappe.cache.make_key(AWAKE), 1, "NX", "PX", AWAKE_AT_MOST):
		frappe.enqueue(TELL, queue="default", timeout=TIMEOUT)


def tell_events() -> None:
	"""Tell who listens what was not told yet (job), as Administrator, whoever did it."""
	from frappe_crm_app.kit.domain_events.telling import tell_waiting

	# Before looking: what is committed later enqueues anew.
	frappe.cache.execute_command("DEL", frappe.cache.make_key(AWAKE))
	if not tell_waiting():
		wake()


def enqueue_untold() -> None:
	"""Wake a worker where events wait to be told: after a crash between commit and queue, or of a worker (scheduler)."""
	from frappe_crm_app.kit.domain_events.telling import waiting

	if waiting(1):
		wake()


def enqueue_occasions() -> None:
	"""Have a worker look for whose time has come (scheduler)."""
	from frappe_crm_app.kit.domain_events.occasions import is_anything_to_do

	if is_anything_to_do():
		frappe.enqueue(
			SWEEP,
			queue="long",
			enqueue_after_commit=True,
			# Once a minute: one that was killed must not keep the next from beginning.
			job_id=f"crm_occasions_{now_datetime():%Y%m%d%H%M}",
			deduplicate=True,
		)


def sweep_occasions() -> None:
	"""Say for each record whose time has come that it has (job)."""
	from frappe_crm_app.kit.domain_events.occasions import sweep_all

	frappe.set_user("Administrator")
	sweep_all(now_datetime())
