"""The link by which somebody answers an invitation: signed for one attendee of one event, stored nowhere.

Whoever is taken off the event has no link to it any more, and neither has who was there in that row before.
"""

import hmac
import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url

from frappe_crm_app.kit.exceptions import RoomError
from frappe_crm_app.kit.site_keys import keyed_hash
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.attendees import ATTENDEE

PURPOSE = "answer to an invitation"
PAGE = "rsvp"
TOKEN = re.compile(r"([A-Za-z0-9]{1,40})\.([0-9a-f]{32})", re.ASCII)


def link_for(event: str, row: Document, answer: str = "") -> str:
	"""Return the address of the page on which an attendee answers; with an answer, that one is chosen there, not given."""
	return get_url(f"/{PAGE}?t={row.name}.{signature(event, row)}" + (f"&a={answer}" if answer else ""))


def signature(event: str, row: Document) -> str:
	"""Return what nobody else can write for this attendee of this event."""
	return keyed_hash(PURPOSE, f"{event}/{row.name}/{row.answer_key or ''}")


def find(token: object, is_locked: bool = False) -> tuple[Document, Document]:
	"""Return the event and the attendee of a link; raises `RoomError`, with the same sentence for whatever is wrong with it."""
	found = TOKEN.fullmatch(token) if isinstance(token, str) else None
	row = found and frappe.db.get_value(ATTENDEE, found[1], ["name", "parent", "answer_key"], as_dict=True)
	if not row or not hmac.compare_digest(signature(row.parent, row), found[2]):
		refuse()
	event = locked_event(row.parent) if is_locked else frappe.get_doc("CRM Event", row.parent)
	attendee = next((each for each in event.attendees if each.name == row.name), None) if event else None
	if not attendee or signature(event.name, attendee) != found[2]:
		refuse()
	return event, attendee


def refuse() -> None:
	frappe.throw(_("This link is not valid any more. Please ask whoever sent it to you."), RoomError)
