"""What is left where an event is deleted, or what it is about, or who is invited."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import SEATED, EventStatus
from frappe_crm_app.kit.exceptions import RecordInUseError
from frappe_crm_app.visibility.guarded import CONTACT, EVENT
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.answering import is_over
from frappe_crm_app.work.events.attendees import ATTENDEE
from frappe_crm_app.work.events.links import LINK

MAIL, ROOM_LINK, ROOM_VIEW = "CRM Event Mail", "CRM Room Link", "CRM Room View"


def refuse_silent_leaving(event: Document) -> None:
	"""Raise `RecordInUseError` for an event to which people were invited, and of whose end they would hear nothing."""
	is_expected = event.status != EventStatus.CANCELLED and not is_over(event)
	if is_expected and any(row.invited_version for row in event.attendees):
		frappe.throw(
			_("People are invited to this event. Cancel it first, so that they hear of it."), RecordInUseError
		)


def remove_what_hangs_on(event: Document) -> None:
	"""Remove what was owed and written down for an event, and the links to it."""
	frappe.db.delete(MAIL, {"event": event.name})
	remove_rooms("event", event.name)
	table = frappe.qb.DocType(EVENT)
	frappe.qb.update(table).set(table.series, None).where(table.series == event.name).run()


def leave_events(doc: Document, _event: str | None = None) -> None:
	"""Let no event be about a record that is deleted, and a contact be invited to nothing any more (`on_trash`)."""
	row = frappe.qb.DocType(LINK)
	frappe.qb.from_(row).delete().where((row.link_doctype == doc.doctype) & (row.link_name == doc.name)).run()
	if doc.doctype == CONTACT:
		leave_attending(doc.name)
		frappe.db.delete(MAIL, {"contact": doc.name})
		remove_rooms("contact", doc.name)
	if doc.doctype == "CRM Project":
		frappe.db.delete("CRM Calendar Feed", {"project": doc.name})
		remove_rooms("project", doc.name)
	frappe.clear_document_cache(EVENT)


def leave_attending(contact: str) -> None:
	"""Let a contact be invited to nothing any more; who has a login stays with that. Whoever waits gets the seat."""
	filters = {"contact": contact, "is_waiting": 0, "status": ("in", SEATED), "parenttype": EVENT}
	seats = frappe.get_all(ATTENDEE, filters=filters, pluck="parent", order_by=None)
	row = frappe.qb.DocType(ATTENDEE)
	is_theirs = row.contact == contact
	frappe.qb.update(row).set(row.contact, None).where(
		is_theirs & row.user.isnotnull() & (row.user != "")
	).run()
	frappe.qb.from_(row).delete().where(is_theirs).run()
	for event in sorted(set(seats)):
		give_seat(event)


def give_seat(name: str) -> None:
	"""Let whoever waits for a seat that became free have it, and hear of it."""
	if not frappe.db.exists(ATTENDEE, {"parent": name, "is_waiting": 1}):
		return
	event = locked_event(name)
	if event and event.status != EventStatus.CANCELLED and not is_over(event):
		event.save(ignore_permissions=True)


def remove_rooms(fieldname: str, name: str) -> None:
	"""Remove the links to rooms that name a record, with what was done there."""
	link, view = frappe.qb.DocType(ROOM_LINK), frappe.qb.DocType(ROOM_VIEW)
	links = frappe.qb.from_(link).select(link.name).where(link[fieldname] == name)
	frappe.qb.from_(view).delete().where(view.room_link.isin(links)).run()
	frappe.db.delete(ROOM_LINK, {fieldname: name})
