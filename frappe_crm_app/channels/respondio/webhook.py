"""Receives what respond.io tells: the signature is checked on the raw body, the event stored once, the rest is a job's.

Answers 200 for what was stored, now or before; 401 for a body that is not respond.io's; 400 for one that is no event or too
large. Nothing else is told.
"""

import json
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import now

from frappe_crm_app.channels.respondio.payload import part, text_of
from frappe_crm_app.channels.respondio.signature import HEADER, is_signed
from frappe_crm_app.channels.respondio.tasks import EVENTS
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.kit.conflicts import is_conflict, repeated_on_conflict, undoing
from frappe_crm_app.kit.exceptions import UnreadableEventError, UnsignedEventError
from frappe_crm_app.kit.set_based import insert_records

LARGEST_BODY = 256_000  # bytes
EVENT = "CRM Respondio Event"
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"event_type", "event_id", "respondio_contact_id", "status", "attempts", "payload",
)  # fmt: skip


@frappe.whitelist(methods=["POST"], allow_guest=True)
@repeated_on_conflict
def receive() -> None:
	"""Store an event that respond.io has signed."""
	body = frappe.request.get_data() if frappe.request else b""
	if len(body) > LARGEST_BODY:
		frappe.throw(_("The event is too large."), UnreadableEventError)
	if not is_signed(body, frappe.get_request_header(HEADER), signing_keys()):
		frappe.throw(_("The signature is missing or wrong."), UnsignedEventError)
	store(read_body(body))


def signing_keys() -> list[str]:
	"""Return the keys of all webhooks."""
	rows = frappe.get_cached_doc("CRM Respondio Settings").webhook_keys
	return [row.get_password("signing_key", raise_exception=False) or "" for row in rows]


def read_body(body: bytes) -> dict:
	"""Return the event as it came; raises `UnreadableEventError` where it has no type or no ID."""
	try:
		event = json.loads(body)
	except (ValueError, RecursionError):
		event = None
	if not isinstance(event, Mapping) or not (
		text_of(event.get("event_type")) and text_of(event.get("event_id"))
	):
		frappe.throw(_("This is no event."), UnreadableEventError)
	return event


def store(event: dict) -> None:
	"""Write down an event, unless it was told before; of two deliveries at once the later one waits and fails."""
	event_id = text_of(event["event_id"])
	if frappe.db.exists(EVENT, {"event_id": event_id}):
		return
	stamp, user = now(), "Administrator"
	row = (
		frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0,
		text_of(event["event_type"]), event_id, text_of(part(event, "contact").get("id")), EventStatus.RECEIVED, 0,
		json.dumps(event),
	)  # fmt: skip
	try:
		with undoing("respondio_event", Exception):
			insert_records(EVENT, COLUMNS, [row])
	except Exception as error:
		if is_conflict(error) or not frappe.db.is_duplicate_entry(error):
			raise
		return
	EVENTS.enqueue()
