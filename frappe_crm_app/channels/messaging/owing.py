"""Writes messages that are owed, in the transaction of whoever sends them, who has asked whether they may.

Campaigns owe theirs by `owe_many`, in small batches: so they can be paused, and a person's own message does not wait behind them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.utils import now

from frappe_crm_app.channels.messaging.changing import announce
from frappe_crm_app.channels.messaging.tasks import MESSAGE, OUTBOX
from frappe_crm_app.channels.messaging.texts import parts_of
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageDirection, MessageStatus
from frappe_crm_app.kit.messaging_provider import Channel
from frappe_crm_app.kit.set_based import insert_records, update_records
from frappe_crm_app.visibility.guarded import CONTACT

COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"contact", "channel", "direction", "address", "text", "template", "language", "parameters", "parts",
	"provider", "provider_channel", "campaign_recipient", "sent_by", "status", "attempts", "asked", "is_doubtful", "next_attempt_on",
)  # fmt: skip
AT_ONCE = 500  # messages of one statement


@dataclass(frozen=True)
class Owed:
	"""One message to a contact. Without an address it goes to the contact's phone; `text` is what the person reads of a template, too."""

	contact: str
	channel: str
	text: str
	provider: str
	provider_channel: str = ""
	template: str = ""
	language: str = ""
	parameters: tuple[str, ...] = ()
	address: str = ""
	campaign_recipient: str = ""


def owe(
	contact: str,
	channel: str,
	text: str,
	*,
	provider: str,
	provider_channel: str = "",
	template: str = "",
	parameters: Sequence[str] | None = None,
	campaign_recipient: str = "",
	language: str = "",
	address: str = "",
) -> str:
	"""Owe one message, and return the name of its CRM Message."""
	parameters = tuple(parameters or ())
	return owe_many(
		[
			Owed(
				contact, channel, text, provider, provider_channel, template, language, parameters, address, campaign_recipient,
			)
		]
	)[0]  # fmt: skip


def owe_many(messages: Sequence[Owed]) -> list[str]:
	"""Owe messages, and return the names of their CRM Messages in the same order: two statements for each five hundred."""
	names = []
	for start in range(0, len(messages), AT_ONCE):
		names += write(messages[start : start + AT_ONCE])
	if names:
		OUTBOX.enqueue()
	return names


def write(messages: Sequence[Owed]) -> list[str]:
	"""Insert messages and return their names."""
	phones = phones_of({each.contact for each in messages if not each.address})
	rows = [row_of(each, each.address or phones.get(each.contact)) for each in messages]
	insert_records(MESSAGE, COLUMNS, rows)
	return [row[0] for row in rows]


def phones_of(contacts: set[str]) -> dict[str, str]:
	"""Return the phones of contacts that have one."""
	if not contacts:
		return {}
	contact = frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(contact).select(contact.name, contact.phone)
	return dict(query.where(contact.name.isin(sorted(contacts))).run())


def row_of(owed: Owed, address: str | None) -> tuple:
	"""Return the values of a message's columns."""
	stamp, user = now(), frappe.session.user
	return (
		frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0,
		owed.contact, str(owed.channel), str(MessageDirection.OUT), address or None, owed.text, owed.template or None,
		owed.language or None, json.dumps(list(owed.parameters)) if owed.parameters else None,
		parts_of(owed.text) if owed.channel == Channel.SMS else 0,
		owed.provider, owed.provider_channel or None, owed.campaign_recipient or None, user, str(MessageStatus.OWED), 0, 0, 0, stamp,
	)  # fmt: skip


def cancel_many(names: Sequence[str], reason: str = "") -> list[str]:
	"""Cancel those of these messages that nobody has begun to send, and return their names; `crm_message_changed` is told of each."""
	table = frappe.qb.DocType(MESSAGE)
	cancelled = []
	for start in range(0, len(names), AT_ONCE):
		is_owed = (table.name.isin(list(names[start : start + AT_ONCE]))) & (
			table.status == MessageStatus.OWED
		)
		is_owed &= table.begun_on.isnull()
		locked = frappe.qb.from_(table).select(table.name).where(is_owed).orderby(table.name).for_update()
		found = locked.run(pluck=True)
		if not found:
			continue
		update = update_records(MESSAGE).set(table.status, str(MessageStatus.CANCELLED))
		update.set(table.reason, reason or None).where(table.name.isin(found)).run()
		cancelled += found
	for name in cancelled:
		announce(name, MessageStatus.OWED)
	return cancelled
