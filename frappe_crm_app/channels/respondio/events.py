"""A follow-up note on the timeline for each event that is news, and messages in the message log, in one transaction with the mark that it is done.

Notes bear the moment at which it happened, so the order in which events arrive does not matter. What we did ourselves comes back as
events, too; these are left out.
"""

import json
from contextlib import AbstractContextManager

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.channels.respondio import message_log
from frappe_crm_app.channels.respondio.choice import settings
from frappe_crm_app.channels.respondio.matching import Record, record_of
from frappe_crm_app.channels.respondio.payload import Event, EventType, read_event
from frappe_crm_app.channels.respondio.sources import channel_of
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.kit.messaging_provider import Channel
from frappe_crm_app.kit.outbox import turns

EVENT = "CRM Respondio Event"
ACTIONS = {Channel.WHATSAPP: Action.WHATSAPP, Channel.SMS: Action.SMS, Channel.CHAT: Action.CHAT}
PATIENCE, HELD_AT_MOST = 10, 60  # seconds


class IsNoNews(Exception):
	"""The event becomes no note, for the reason given."""


def alone(name: str) -> AbstractContextManager[None]:
	"""Return the turn of the contact of an event: two of one contact at once would make the same lead twice. Entering raises `TryLater`."""
	contact = frappe.db.get_value(EVENT, name, "respondio_contact_id") or name
	return turns.alone(f"crm_respondio_events_of_{contact}", PATIENCE, HELD_AT_MOST)


def take_note(row: Document) -> dict:
	"""Write the note of an event that is news, and return what is to be stored of the event."""
	event = read_event(json.loads(row.payload))
	try:
		refuse_echo(event)
		record = record_of(event)
		if not record:
			raise IsNoNews(_("The contact is not known here."))
		refuse_own_doing(event, record)
		refuse_own_message(event, record)
	except IsNoNews as reason:
		return {"status": EventStatus.IGNORED, "reason": str(reason)}
	note = write_note(event, record)
	contact = record[1] if record[0] == "CRM Contact" else None
	message_log.log(event, contact, note)
	return {"status": EventStatus.NOTED, "note": note, "contact": contact, "reason": None}


def refuse_echo(event: Event) -> None:
	"""Raise `IsNoNews` for what the event itself shows to be none."""
	if event.type not in set(EventType):
		raise IsNoNews(_("Events of this type are not noted."))
	if event.type == EventType.OPENED and event.source == "api":
		raise IsNoNews(_("We opened the conversation ourselves."))


def refuse_own_doing(event: Event, record: Record) -> None:
	"""Raise `IsNoNews` for an assignee or a lifecycle stage that we set when we added the prospect."""
	if event.type not in (EventType.ASSIGNEE, EventType.LIFECYCLE):
		return
	link = "contact" if record[0] == "CRM Contact" else "customer"
	row = frappe.db.get_value("CRM Respondio Sync", {link: record[1]}, ["assignee"], as_dict=True)
	if not row:
		return
	assignees = [name.lower() for name in event.assignee if name]
	if event.type == EventType.ASSIGNEE and row.assignee and row.assignee.lower() in assignees:
		raise IsNoNews(_("We assigned the conversation ourselves."))
	if event.type == EventType.LIFECYCLE and event.detail and event.detail == settings().lifecycle:
		raise IsNoNews(_("We set the lifecycle ourselves."))


def refuse_own_message(event: Event, record: Record) -> None:
	"""Raise `IsNoNews` for a message that we sent, which stands in the message log."""
	if event.type == EventType.SENT and record[0] == "CRM Contact" and message_log.is_ours(event, record[1]):
		raise IsNoNews(_("We sent the message ourselves."))


def write_note(event: Event, record: Record) -> str:
	"""Insert the note and return its name."""
	note = frappe.new_doc("CRM Follow-up Note")
	note.update(
		{
			"reference_doctype": record[0],
			"reference_name": record[1],
			"action": action_of(event),
			"subject": subject_of(event)[:140],
			"content": event.detail,
			"status": NoteStatus.DONE,
			"completed_on": message_log.on_site_clock(event.moment),
		}
	)
	return note.insert(ignore_permissions=True).name


def action_of(event: Event) -> Action:
	"""Return what kind of note it is: messages by their channel."""
	if event.type not in (EventType.RECEIVED, EventType.SENT):
		return Action.NOTE
	channel = channel_of(event.channel)
	return ACTIONS[channel] if channel else Action.EMAIL


def subject_of(event: Event) -> str:
	"""Return what happened in a line."""
	if event.type == EventType.ASSIGNEE:
		return _("respond.io: assigned to {0}").format(event.detail or _("nobody"))
	if event.type == EventType.LIFECYCLE:
		return _("respond.io: lifecycle is {0}").format(event.detail or _("empty"))
	return {
		EventType.RECEIVED: _("respond.io: message received"),
		EventType.SENT: _("respond.io: message sent"),
		EventType.OPENED: _("respond.io: conversation opened"),
		EventType.CLOSED: _("respond.io: conversation closed"),
	}[EventType(event.type)]
