"""The one calendar: what all sources have (hook `crm_calendar_sources`), and where what is dragged goes. Ours are follow-ups, closings and milestones."""

from collections.abc import Callable
from datetime import datetime

import frappe
from frappe import _, _lt
from frappe.utils import get_datetime

from frappe_crm_app.kit.calendar_source import CalendarSource, Dropped
from frappe_crm_app.kit.meeting_points import Point, handlers
from frappe_crm_app.screens.calendar.events import (
	DEAL,
	MILESTONE,
	NOTE,
	expected_closings,
	follow_ups,
	milestones,
	read_period,
)
from frappe_crm_app.screens.lists.chips import read_filters
from frappe_crm_app.visibility.permlevels import is_hidden

EVENT = "CRM Event"


def everything(
	start: str, end: str, filters: str | list | None, shown: list[str], is_everybodys: bool
) -> list[dict]:
	"""Return the entries of these DocTypes; the filters are those of the calendar's own list, of events."""
	begins, ends = read_period(start, end)
	people = None if is_everybodys else frozenset((frappe.session.user,))
	found = []
	for source in sources():
		if source.doctype in shown and frappe.has_permission(source.doctype, "read"):
			asked = read_filters(EVENT, filters) if source.doctype == EVENT else []
			entries = source.entries(begins, ends, asked, people)
			found += [as_event(source.doctype, entry) for entry in entries]
	return found


def sources() -> list[CalendarSource]:
	"""Return all sources, in the order of the hooks."""
	return handlers(Point.CALENDAR_SOURCES)


def offered() -> list[dict]:
	"""Return `{doctype, label}` of the sources of which the session's user reads records."""
	return [
		{"doctype": source.doctype, "label": str(source.label)}
		for source in sources()
		if frappe.has_permission(source.doctype, "read")
	]


def as_event(doctype: str, entry: dict) -> dict:
	"""Return an entry as Frappe's calendar draws it; days are in nobody's time zone."""
	is_day = bool(entry["all_day"])
	key = f"{doctype}/{entry['name']}/{entry.get('occurrence') or ''}"
	return {"editable": 1, **entry, "doctype": doctype, "entry": key, "convert_to_user_tz": int(not is_day)}


def move(doctype: str, name: str, dropped: Dropped) -> None:
	"""Let a record be at another time, by its own rules; raises `frappe.PermissionError`."""
	source = next((source for source in sources() if source.doctype == doctype), None)
	if source is None:
		frappe.throw(_("This cannot be moved in the calendar."))
	source.move(name, dropped)


def read_moment(text: str) -> datetime:
	"""Return a moment of the site's clock; raises `frappe.ValidationError`."""
	try:
		moment = get_datetime(text)
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		moment = None
	if not moment or moment.tzinfo or not 1970 < moment.year < 2200:
		frappe.throw(_("This is no moment of a calendar."))
	return moment


def built_in(
	doctype: str, fieldname: str, read: Callable[[str, str, list], list[dict]], last: str, owner: str | None
) -> Callable[[datetime, datetime, list, frozenset | None], list[dict]]:
	"""Return the entries of one of our own calendars, as a source gives them: none to who does not read when they are."""

	def entries(begins: datetime, ends: datetime, filters: list, people: frozenset[str] | None) -> list[dict]:
		if is_hidden(doctype, fieldname):
			return []
		whose = [[owner, "in", sorted(people)]] if owner and people is not None else []
		found = read(str(begins), str(ends), [*filters, *whose])
		return [{**each, "starts": each[fieldname], "ends": each[last]} for each in found]

	return entries


def moving(doctype: str, fieldname: str, end: str = "") -> Callable[[str, Dropped], None]:
	"""Return what sets a record's date, or its moment and end."""

	def move_record(name: str, dropped: Dropped) -> None:
		doc = frappe.get_doc(doctype, name) if frappe.db.exists(doctype, name) else None
		if not doc or not doc.has_permission("write"):
			frappe.throw(_("There is no such record that you may change."), frappe.PermissionError)
		doc.set(fieldname, dropped.starts if end else dropped.starts.date())
		if end and doc.get(end):
			doc.set(end, dropped.ends)
		doc.save()

	return move_record


FOLLOW_UPS = CalendarSource(
	NOTE,
	_lt("Follow-ups"),
	built_in(NOTE, "scheduled_on", follow_ups, "ends_on", "assigned_to"),
	moving(NOTE, "scheduled_on", "ends_on"),
)
CLOSINGS = CalendarSource(
	DEAL,
	_lt("Expected Closings"),
	built_in(DEAL, "expected_close_date", expected_closings, "expected_close_date", "deal_owner"),
	moving(DEAL, "expected_close_date"),
)
MILESTONES = CalendarSource(
	MILESTONE,
	_lt("Milestones"),
	built_in(MILESTONE, "due_on", milestones, "due_on", None),
	moving(MILESTONE, "due_on"),
)
