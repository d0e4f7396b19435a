"""The outboxes of the sync: prospects are sent under a lease, events are noted under a lock (`kit/outbox/`)."""

import frappe
from frappe.utils import cint
from frappe.utils.background_jobs import get_queues_timeout

from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import DUE, SyncStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
from frappe_crm_app.kit.outbox.by_lock import LockedRows


def queue() -> str:
	"""Return the chosen queue, or the default one where it is not there any more."""
	chosen = frappe.get_cached_doc("CRM Respondio Settings").queue
	return chosen if chosen in get_queues_timeout() else "default"


def is_sending() -> bool:
	"""Return whether the sync is on and not paused: as stored, since another worker may have paused it a moment ago."""
	single = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(single).select(single.field, single.value)
	stored = stored.where(single.doctype == "CRM Respondio Settings")
	values = dict(stored.where(single.field.isin(["enabled", "paused_on"])).run())
	return bool(cint(values.get("enabled")) and not values.get("paused_on"))


OUTBOX = LeasedRows(
	key="respondio",
	work="frappe_crm_app.channels.respondio.sending.send",
	queue=queue,
	at_once=8,
	is_open=is_sending,
	doctype="CRM Respondio Sync",
	owed=DUE,
	running=SyncStatus.RUNNING,
	failed=SyncStatus.FAILED,
	reason="last_error",
	backoff=Backoff(first=8, most_attempts=None),
)
EVENTS = LockedRows(
	key="respondio_events",
	work="frappe_crm_app.channels.respondio.events.take_note",
	queue=queue,
	doctype="CRM Respondio Event",
	owed=(EventStatus.RECEIVED,),
	failed=EventStatus.FAILED,
	next_attempt_on=None,
	backoff=Backoff(most_attempts=5),
	holding="frappe_crm_app.channels.respondio.events.alone",
)
