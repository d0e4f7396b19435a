"""Every change of a message's status: only onwards, and told to who follows messages, in the transaction that makes it."""

from collections.abc import Collection

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.channels.messaging import event_kinds
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import ON_ITS_WAY, MessageStatus
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.meeting_points import Point, handlers
from frappe_crm_app.kit.messaging_provider import Delivery, Known
from frappe_crm_app.kit.outbox.rows import LONGEST_REASON
from frappe_crm_app.kit.sentences import without_markup

UNDER_WAY = (MessageStatus.OWED, MessageStatus.SENDING)
UNKNOWN = (MessageStatus.SENDING, MessageStatus.UNSURE)
# From what a message may become what the service says of it.
BEFORE = {
	Delivery.SENT: UNKNOWN,
	Delivery.DELIVERED: (*UNKNOWN, MessageStatus.SENT),
	Delivery.READ: (*UNKNOWN, MessageStatus.SENT, MessageStatus.DELIVERED),
	Delivery.FAILED: (*UNKNOWN, MessageStatus.SENT),
}
RELEASED = {"lease_key": None, "lease_until": None, "begun_on": None, "is_doubtful": 0}


def change(name: str, status: MessageStatus, before: Collection[str], **values: object) -> bool:
	"""Give a message a status, if it has one of `before` now, and tell; return whether it was so."""
	stored = frappe.db.get_value(MESSAGE, name, "status", for_update=True)
	if stored not in before:
		return False
	if values.get("reason"):
		values["reason"] = without_markup(str(values["reason"]))[:LONGEST_REASON]
	frappe.db.set_value(MESSAGE, name, {"status": str(status), **values})
	announce(name, stored)
	return True


def take_over(name: str, known: Known, **values: object) -> bool:
	"""Store what the service says of a message that it has taken; return whether that is news."""
	moment = now_datetime()
	told = {"reason": known.reason or None, **RELEASED, **moments(known.state, moment), **values}
	if known.provider_id:
		told["provider_id"] = known.provider_id[:140]
	return change(name, MessageStatus(known.state), BEFORE[known.state], **told)


def moments(state: Delivery, moment: object) -> dict:
	"""Return the fields that say when a message came so far. The service does not say when: it is when we heard of it."""
	fields = {Delivery.DELIVERED: "delivered_on", Delivery.READ: "read_on"}
	return {fields[state]: moment} if state in fields else {}


def announce(name: str, before: str) -> None:
	"""Tell who follows messages that the status of one is not what it was before."""
	message = frappe.get_doc(MESSAGE, name)
	for handler in handlers(Point.MESSAGE_CHANGED):
		handler(message)
	say(message, before)


def say(message: Document, before: str = "") -> None:
	"""Say as an event what happened to a message, for rules."""
	if message.status == MessageStatus.RECEIVED:
		emit_state(event_kinds.RECEIVED, message)
	elif message.status == MessageStatus.FAILED:
		emit_state(event_kinds.FAILED, message)
	elif message.status in ON_ITS_WAY and before not in ON_ITS_WAY:
		emit_state(event_kinds.SENT, message)
