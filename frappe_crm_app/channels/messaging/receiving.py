"""Answers, and messages that were sent elsewhere: logged once each, by the service's ID, in the transaction of whoever hears of them."""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import now, now_datetime

from frappe_crm_app.channels.messaging.changing import UNKNOWN, announce, take_over
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageDirection, MessageStatus
from frappe_crm_app.kit.messaging_provider import Channel, Delivery, Known
from frappe_crm_app.kit.set_based import insert_records

COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"contact", "channel", "direction", "address", "text", "provider", "provider_channel", "provider_id", "status", "sent_on", "note",
	"attempts", "asked", "is_doubtful", "parts",
)  # fmt: skip
SYSTEM = "Administrator"


@dataclass(frozen=True)
class Heard:
	"""A message that a service tells of. `moment` is on the site's clock; `note` a CRM Follow-up Note that tells it in timelines."""

	provider: str
	contact: str
	channel: Channel
	text: str
	moment: datetime
	provider_id: str = ""
	provider_channel: str = ""
	address: str = ""
	note: str = ""


def log_answer(heard: Heard) -> str:
	"""Log what a person has sent us, and return the name of its CRM Message; `""` where it was logged before."""
	return log(heard, MessageDirection.IN, MessageStatus.RECEIVED)


def log_sent_elsewhere(heard: Heard) -> str:
	"""Log what somebody has sent at the service itself; `""` where it was logged before."""
	return log(heard, MessageDirection.OUT, MessageStatus.SENT)


def log(heard: Heard, direction: MessageDirection, status: MessageStatus) -> str:
	"""Insert a message unless the service has told of it before."""
	if heard.provider_id and find(heard.provider, heard.provider_id):
		return ""
	name, moment = frappe.generate_hash(length=10), str(min(heard.moment, now_datetime()))
	row = (
		name, SYSTEM, moment, now(), SYSTEM, 0, 0,
		heard.contact, str(heard.channel), str(direction), heard.address or None, heard.text,
		heard.provider, heard.provider_channel or None, heard.provider_id or None, str(status), moment, heard.note or None,
		0, 0, 0, 0,
	)  # fmt: skip
	insert_records(MESSAGE, COLUMNS, [row])
	announce(name, "")
	return name


def find(provider: str, provider_id: str) -> str | None:
	"""Return the message that has this ID at a service."""
	return frappe.db.get_value(MESSAGE, {"provider": provider, "provider_id": provider_id[:140]}, "name")


def is_echo(provider: str, contact: str, provider_id: str, text: str) -> bool:
	"""Return whether what a service says was sent is a message of ours. An unsure one, or one under way, is known to be sent by that."""
	if provider_id and find(provider, provider_id):
		return True
	waiting = frappe.get_all(
		MESSAGE,
		filters={"provider": provider, "contact": contact, "status": ("in", UNKNOWN)},
		fields=["name", "text"],
		order_by="creation asc, name asc",
	)
	name = next((row.name for row in waiting if same_text(row.text, text)), None)
	if not name:
		return False
	moment = now_datetime()
	return take_over(name, Known(provider_id, Delivery.SENT), sent_on=moment, asked=0, ask_on=moment)


def same_text(one: str | None, other: str | None) -> bool:
	"""Return whether two texts are the same but for what is not printed."""
	return bool(one) and printed(one) == printed(other or "")


def printed(text: str) -> str:
	"""Return the words of a text, with nothing in it that is not printed."""
	return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())
