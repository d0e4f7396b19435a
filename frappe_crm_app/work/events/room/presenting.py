"""What a room shows: of its one project or event, and of whoever has the link, no more than this."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import format_date, format_datetime, getdate

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import EventStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.visibility.guarded import CONTACT, EVENT, MILESTONE, NOTE, PROJECT
from frappe_crm_app.work.events.answering import is_over
from frappe_crm_app.work.events.attendees import ATTENDEE
from frappe_crm_app.work.events.invitations.facts import when
from frappe_crm_app.work.events.links import events_of
from frappe_crm_app.work.events.room.comments import comments_of

MOST = 200


def present(link: frappe._dict) -> dict:
	"""Return `{name, title, milestones, tasks, events, parts}` of a room; all are texts, or what a page decides by."""
	project = (
		frappe.db.get_value(PROJECT, link.project, ["title", "starts_on", "ends_on"], as_dict=True)
		if link.project
		else None
	)
	return {
		"name": frappe.db.get_value(CONTACT, link.contact, "full_name"),
		"title": project.title if project else frappe.db.get_value(EVENT, link.event, "title"),
		"period": period_of(project.starts_on, project.ends_on) if project else "",
		"milestones": milestones(link.project) if project else [],
		"tasks": shown_tasks(link),
		"events": [shown_event(event, link.contact) for event in invited_to(link)],
		"parts": parts(link) if project else [],
	}


def period_of(starts_on: date | None, ends_on: date | None) -> str:
	"""Return from when to when a project goes, so far as that is known."""
	if starts_on and ends_on:
		return f"{format_date(starts_on)} – {format_date(ends_on)}"
	if ends_on:
		return _("Until {0}").format(format_date(ends_on))
	if not starts_on:
		return ""
	words = _("Since {0}") if starts_on <= getdate() else _("Begins: {0}")
	return words.format(format_date(starts_on))


def milestones(project: str) -> list[dict]:
	"""Return the milestones of a project, in their order."""
	rows = frappe.get_all(
		MILESTONE,
		filters={"project": project},
		fields=["title", "due_on", "is_done", "done_on"],
		order_by="position asc, name asc",
		limit=MOST,
	)
	return [
		{
			"title": row.title,
			"day": format_date(row.done_on if row.is_done else row.due_on),
			"is_done": bool(row.is_done),
		}
		for row in rows
	]


def tasks_of(link: frappe._dict, name: str | None = None) -> list[frappe._dict]:
	"""Return the tasks of the project that whoever has the link is to do, private ones not among them; with a name, that one alone."""
	if not link.project:
		return []
	filters = {
		"project": link.project,
		"contact_assigned": link.contact,
		"is_private": 0,
		"status": ("!=", NoteStatus.CANCELLED),
	}
	return frappe.get_all(
		NOTE,
		filters=filters | ({"name": name} if name else {}),
		fields=["name", "subject", "action", "content", "scheduled_on", "status"],
		order_by="status desc, scheduled_on asc, name asc",
		limit=MOST,
	)


def shown_tasks(link: frappe._dict) -> list[dict]:
	"""Return the tasks of whoever has the link, each with what they wrote about it."""
	tasks = tasks_of(link)
	comments = comments_of(link) if tasks else {}
	return [{**shown_task(task), "comments": comments.get(task.name, [])} for task in tasks]


def shown_task(task: frappe._dict) -> dict:
	"""Return a task as the page shows it."""
	return {
		"name": task.name,
		"subject": task.subject or _(task.action),
		"text": frappe.utils.strip_html(task.content or ""),
		"due": format_datetime(task.scheduled_on, "medium") if task.scheduled_on else "",
		"is_done": task.status == NoteStatus.DONE,
	}


def invited_to(link: frappe._dict, name: str | None = None) -> list[object]:
	"""Return the events of the room to which whoever has the link is invited; with a name, that one alone."""
	event, row = frappe.qb.DocType(EVENT), frappe.qb.DocType(ATTENDEE)
	mine = frappe.qb.from_(row).select(row.parent).where(row.contact == link.contact)
	query = frappe.qb.from_(event).select(event.name).where(event.name.isin(mine))
	is_here = event.name == link.event if link.event else event.name.isin(events_of(PROJECT, link.project))
	query = query.where(is_here if not name else is_here & (event.name == name))
	names = query.orderby(event.starts_on).orderby(event.name).limit(MOST).run(pluck=True)
	return [frappe.get_doc(EVENT, each) for each in names]


def shown_event(event: object, contact: str) -> dict:
	"""Return an event as the page shows it, with what its reader said."""
	row = next(row for row in event.attendees if row.contact == contact)
	return {
		"name": event.name,
		"title": event.title,
		"when": when(event),
		"place": event.place or "",
		"meeting_link": event.meeting_link or "",
		"description": event.description or "",
		"status": row.status,
		"is_waiting": bool(row.is_waiting),
		"is_cancelled": event.status == EventStatus.CANCELLED,
		"is_open": event.status != EventStatus.CANCELLED and not is_over(event),
	}


def parts(link: frappe._dict) -> list[dict]:
	"""Return what others add to the room of a project (hook `crm_room_parts`)."""
	found = answers(Point.ROOM_PARTS, lambda part: part(contact=link.contact, project=link.project))
	return [part for part in found.values() if part.get("rows")]
