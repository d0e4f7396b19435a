"""The job: a follow-up note on the timeline for each event that is news, in one transaction with the mark that it is done.

Notes bear the moment at which it happened, so the order in which events arrive does not matter. What we did ourselves comes back as
events, too; these are left out.
"""

import json
from datetime import datetime
from functools import partial

import frappe
from frappe import _
from frappe.utils import convert_utc_to_system_timezone, now_datetime, strip_html

from frappe_crm_app.channels.respondio.choice import settings
from frappe_crm_app.channels.respondio.matching import Record, record_of
from frappe_crm_app.channels.respondio.payload import Event, EventType, read_event
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event.options import EventStatus
from frappe_crm_app.kit.conflicts import is_conflict, repeated

EVENT = "CRM Respondio Event"
TOGETHER = 200
MOST_ATTEMPTS = 5
WAIT_FOR_LOCK = 30  # seconds
SMS_CHANNELS = ("twilio", "message_bird", "nexmo", "sms")


class IsNoNews(Exception):
	"""The event becomes no note, for the reason given."""


def process_waiting() -> None:
	"""Work off the events that wait, the oldest first, until none is left; those that fail wait for the next job."""
	failed: list[str] = []
	while names := waiting_but(failed):
		failed += [name for name in names if not process(name)]


def waiting_but(failed: list[str]) -> list[str]:
	"""Return some of the events that wait, without those that failed just now."""
	filters = {"status": EventStatus.RECEIVED} | ({"name": ("not in", failed)} if failed else {})
	names = frappe.get_all(
		EVENT, filters=filters, order_by="creation asc, name asc", limit=TOGETHER, pluck="name"
	)
	frappe.db.commit()
	return names


def process(name: str) -> bool:
	"""Work off one event, unless another job was faster; `False` where it failed, which is counted."""
	try:
		with alone(name):
			repeated(partial(take_note_and_commit, name))
		return True
	except Exception as error:
		frappe.db.rollback()
		frappe.clear_messages()
		repeated(partial(count_failure, name, error))
		return False


def alone(name: str) -> object:
	"""Return a lock that two events of one contact do not hold at once: they would make the same lead twice."""
	contact = frappe.db.get_value(EVENT, name, "respondio_contact_id") or name
	frappe.db.commit()  # what the lock waits for is to be seen afterwards
	key = frappe.cache.make_key(f"crm_respondio_events_of_{contact}")
	return frappe.cache.lock(key, timeout=2 * WAIT_FOR_LOCK, blocking_timeout=WAIT_FOR_LOCK)


def take_note_and_commit(name: str) -> None:
	take_note(name)
	frappe.db.commit()


def take_note(name: str) -> None:
	"""Write the note of an event and mark it."""
	status = frappe.db.get_value(EVENT, name, "status", for_update=True)
	if status != EventStatus.RECEIVED:
		return
	event = read_event(json.loads(frappe.db.get_value(EVENT, name, "payload")))
	try:
		refuse_echo(event)
		record = record_of(event)
		if not record:
			raise IsNoNews(_("The contact is not known here."))
		refuse_own_doing(event, record)
		note = write_note(event, record)
	except IsNoNews as reason:
		mark(name, status=EventStatus.IGNORED, reason=str(reason))
	else:
		contact = record[1] if record[0] == "CRM Contact" else None
		mark(name, status=EventStatus.NOTED, note=note, contact=contact, reason=None)


def mark(name: str, **values) -> None:
	frappe.db.set_value(EVENT, name, values)


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
			"completed_on": completed_on(event.moment),
		}
	)
	return note.insert(ignore_permissions=True).name


def action_of(event: Event) -> Action:
	"""Return what kind of note it is: messages by their channel."""
	if event.type not in (EventType.RECEIVED, EventType.SENT):
		return Action.NOTE
	if "whatsapp" in event.channel:
		return Action.WHATSAPP
	if any(word in event.channel for word in SMS_CHANNELS):
		return Action.SMS
	is_mail = any(word in event.channel for word in ("mail", "smtp"))
	return Action.EMAIL if is_mail else Action.CHAT


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


def completed_on(moment: datetime | None) -> datetime:
	"""Return when it happened in the site's time zone: now where that was not told, or lies ahead."""
	if not moment:
		return now_datetime()
	return min(convert_utc_to_system_timezone(moment).replace(tzinfo=None), now_datetime())


def count_failure(name: str, error: Exception) -> None:
	"""Note a failed attempt; after the last one the event has failed. Losing against another transaction is none."""
	if is_conflict(error) or frappe.db.get_value(EVENT, name, "status") != EventStatus.RECEIVED:
		return
	attempts = (frappe.db.get_value(EVENT, name, "attempts") or 0) + 1
	values = {"attempts": attempts, "reason": strip_html(str(error))[:1000]}
	if attempts >= MOST_ATTEMPTS:
		values["status"] = EventStatus.FAILED
		frappe.log_error(title=EVENT, reference_doctype=EVENT, reference_name=name)
	frappe.db.set_value(EVENT, name, values)
	frappe.db.commit()
