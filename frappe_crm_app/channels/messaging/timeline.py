"""Messages as a source of timelines: what was written to people, and what they answered."""

import frappe
from frappe import _
from pypika.functions import Substring
from pypika.queries import Table
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import CONTACT

LONGEST = 2000  # characters of a text that are read


def is_about(_doctype: str, name: str) -> Criterion:
	"""Return the criterion for a contact's messages."""
	return frappe.qb.DocType(MESSAGE).contact == name


def columns(message: Table) -> dict[str, Term]:
	"""Return what a message says."""
	return {
		"by": message.sent_by,
		"kind": message.channel,
		"subject": message.reason,
		"text": Substring(message.text, 1, LONGEST),
		"status": message.status,
	}


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return channel, text and how far messages came."""
	return {
		row.name: {
			"headline": headline(row.kind, row.status),
			"text": row.text or "",
			"channel": row.kind,
			"message_status": row.status,
			"reason": row.subject if row.status in (MessageStatus.FAILED, MessageStatus.UNSURE) else None,
		}
		for row in rows
	}


def headline(channel: str, status: str) -> str:
	"""Return what happened in a line."""
	channel = _(channel)
	if status == MessageStatus.RECEIVED:
		return _("{0} received").format(channel)
	if status in (MessageStatus.OWED, MessageStatus.SENDING):
		return _("{0} is being sent").format(channel)
	if status == MessageStatus.FAILED:
		return _("{0} could not be sent").format(channel)
	if status == MessageStatus.UNSURE:
		return _("{0}: nobody knows whether it was sent").format(channel)
	if status == MessageStatus.CANCELLED:
		return _("{0} was not sent").format(channel)
	return {
		MessageStatus.SENT: _("{0} sent"),
		MessageStatus.DELIVERED: _("{0} sent and delivered"),
		MessageStatus.READ: _("{0} sent and read"),
	}[MessageStatus(status)].format(channel)


MESSAGES = TimelineSource(
	name="message",
	doctype=MESSAGE,
	is_about=is_about,
	columns=columns,
	entries=tell,
	record=lambda message: (ValueWrapper(CONTACT), message.contact),
	is_told=lambda message: message.note.isnull(),  # the others are told by their notes
	doctypes=(CONTACT,),
)
