"""Links to rooms: for one contact who takes part in a project or is invited to an event, as long as they do; revocable, of each only a hash."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import get_url, getdate, now_datetime, nowdate

from frappe_crm_app.kit.exceptions import RoomError
from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.visibility.guarded import CONTACT, EVENT, PROJECT
from frappe_crm_app.work.events.attendees import ATTENDEE

LINK, PAGE = "CRM Room Link", "room"
PARTICIPANT = "CRM Project Participant"
OPEN_FOR = timedelta(days=365)


def make(contact: str, project: str | None, event: str | None) -> dict:
	"""Make the link of a contact to their room, in the place of the one before; return `{name, url}`, told once.

	For who may change the project or event; raises `frappe.PermissionError`, and `frappe.ValidationError` where the contact has no part in it.
	"""
	refuse_unless_changed(project, event)
	if not has_part(contact, project, event):
		frappe.throw(_("This contact neither takes part in the project nor is invited to the event."))
	end_former(contact, project, event)
	token = new_token()
	link = frappe.new_doc(LINK)
	link.update(
		{
			"contact": contact,
			"project": project,
			"event": event,
			"token_hash": hash_of_token(token),
			"expires_on": getdate(nowdate()) + OPEN_FOR,
		}
	)
	link.insert(ignore_permissions=True)
	return {"name": link.name, "url": get_url(f"/{PAGE}?t={token}")}


def refuse_unless_changed(project: str | None, event: str | None) -> None:
	"""Raise `frappe.PermissionError` for whoever may not change the one record that a room is of."""
	record = (PROJECT, project) if project else (EVENT, event)
	is_one = bool(project) != bool(event)
	if (
		not is_one
		or not frappe.db.exists(*record)
		or not frappe.has_permission(record[0], "write", record[1])
	):
		frappe.throw(_("There is no such project or event that you may change."), frappe.PermissionError)


def has_part(contact: str | None, project: str | None, event: str | None) -> bool:
	"""Return whether a contact takes part in the project, or is invited to the event."""
	if not contact:
		return False
	if project:
		return bool(frappe.db.exists(PARTICIPANT, {"parent": project, "contact": contact}))
	return bool(frappe.db.exists(ATTENDEE, {"parent": event, "contact": contact}))


def end_former(contact: str, project: str | None, event: str | None) -> None:
	"""Let the former links of a contact to this room open nothing any more."""
	table = frappe.qb.DocType(LINK)
	query = update_records(LINK).set(table.revoked_on, now_datetime())
	query = query.where((table.contact == contact) & table.revoked_on.isnull())
	(query.where(table.project == project) if project else query.where(table.event == event)).run()


def end(name: str) -> None:
	"""Let a link open nothing any more; for who may change its project or event."""
	facts = isinstance(name, str) and frappe.db.get_value(
		LINK, name, ["project", "event", "revoked_on"], as_dict=True
	)
	refuse_unless_changed(*((facts.project, facts.event) if facts else (None, None)))
	if not facts.revoked_on:
		frappe.get_doc(LINK, name).db_set("revoked_on", now_datetime(), notify=True)


def find(token: object) -> frappe._dict:
	"""Return `name`, `contact`, `project` and `event` of the link with this token.

	Raises `RoomError`, with the same sentence for a token that was never one, has expired or was revoked, and of somebody who has no part any more.
	"""
	facts = ["name", "contact", "project", "event", "expires_on", "revoked_on"]
	link = frappe.db.get_value(LINK, {"token_hash": hash_of_token(token)}, facts, as_dict=True)
	is_open = link and not link.revoked_on and getdate(link.expires_on) >= getdate(nowdate())
	if (
		not is_open
		or not frappe.db.exists(CONTACT, link.contact)
		or not has_part(link.contact, link.project, link.event)
	):
		frappe.throw(_("This link is not valid any more. Please ask whoever sent it to you."), RoomError)
	return link
