"""The outboxes of messages: they are sent under a lease, and asked about one after the other (`kit/outbox/`)."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
from frappe_crm_app.kit.outbox.by_mark import MarkedRecords

MESSAGE = "CRM Message"
HOUR = 3600


def to_ask_about(limit: int) -> list[str]:
	"""Return the messages about which the service is to be asked now."""
	due = {"ask_on": ("<=", now_datetime())}
	return frappe.get_all(MESSAGE, filters=due, order_by="ask_on asc, name asc", limit=limit, pluck="name")


OUTBOX = LeasedRows(
	key="messages",
	work="frappe_crm_app.channels.messaging.sending.send",
	at_once=8,
	doctype=MESSAGE,
	owed=(MessageStatus.OWED,),
	running=MessageStatus.SENDING,
	failed=MessageStatus.FAILED,
	minutes=5,
	backoff=Backoff(first=8, longest=HOUR, most_attempts=8),
	on_given_up="frappe_crm_app.channels.messaging.sending.given_up",
)
ASKING = MarkedRecords(
	key="messages_asked",
	work="frappe_crm_app.channels.messaging.asking.ask",
	at_once=1,
	find=to_ask_about,
)
