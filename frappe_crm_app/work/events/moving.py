"""An event takes place at another time: alone, all of its series, or one day of it, which is then an event of its own."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.calendar_source import Dropped
from frappe_crm_app.kit.exceptions import RecurrenceError
from frappe_crm_app.kit.timezones import from_site, on_site
from frappe_crm_app.visibility.guards import can_hold
from frappe_crm_app.work.events.access import changed_event
from frappe_crm_app.work.events.invitations.owing import invite
from frappe_crm_app.work.events.recurrence.series import Occurrence, Series
from frappe_crm_app.work.events.recurrence.wall_time import as_local, as_utc, read_written, written
from frappe_crm_app.work.events.timing import moved_rule, series_of

TAKEN_ALONG = (
	"title",
	"event_kind",
	"event_owner",
	"place",
	"meeting_link",
	"capacity",
	"description",
	"time_zone",
	"is_all_day",
)
PEOPLE = ("contact", "user", "role")


def move(name: str, dropped: Dropped) -> None:
	"""Let an event take place where it was dropped; raises `frappe.PermissionError`, and `RecurrenceError` for no such occurrence."""
	event = changed_event(name)
	if not event.rrule:
		set_time(event, dropped.starts, dropped.ends)
		event.save()
	elif dropped.is_whole_series:
		move_series(event, occurrence_at(event, dropped.occurrence), dropped)
	else:
		take_out(event, occurrence_at(event, dropped.occurrence), dropped)


def set_time(event: Document, starts: datetime, ends: datetime | None) -> None:
	"""Set begin and end, of moments of the site's clock; without an end, it lasts as long as it did."""
	if event.is_all_day:
		event.starts_on, event.ends_on = days_dropped(event, starts, ends)
		return
	lasts = from_site(event.ends_on) - from_site(event.starts_on)
	event.starts_on, event.ends_on = starts, ends or on_site(from_site(starts) + lasts)


def days_dropped(event: Document, starts: datetime, ends: datetime | None) -> tuple[datetime, datetime]:
	"""Return the midnights, on the site's clock, between which the days lie on which whole days were dropped."""
	series = series_of(event)
	first = datetime.combine(starts.date(), datetime.min.time())
	last = (
		datetime.combine(ends.date(), datetime.min.time()) + timedelta(days=1)
		if ends
		else first + series.duration
	)
	last = max(last, first + timedelta(days=1))
	return tuple(on_site(as_utc(each, series.zone)) for each in (first, last))


def occurrence_at(event: Document, said: str) -> Occurrence:
	"""Return the occurrence that starts at a moment of the event's clock; raises `RecurrenceError`."""
	series = series_of(event)
	try:
		local = read_written(said)
	except (TypeError, ValueError):
		local = None
	if local is None or local.tzinfo or not 1970 < local.year < 2300 or not series.has(local):
		frappe.throw(_("The series has no such day."), RecurrenceError)
	return series.occurrence(local)


def move_series(event: Document, occurrence: Occurrence, dropped: Dropped) -> None:
	"""Move all of a series by as much as one of its occurrences was moved, by the event's clock."""
	series = series_of(event)
	now_starts = local_start(event, series, dropped.starts)
	starts = series.starts + (now_starts - occurrence.local)
	event.rrule = moved_rule(series.rule, starts)
	ends = starts + lasting(event, series, dropped, now_starts)
	event.starts_on, event.ends_on = (on_site(as_utc(each, series.zone)) for each in (starts, ends))
	event.save()


def local_start(event: Document, series: Series, starts: datetime) -> datetime:
	"""Return where it was dropped, by the event's clock."""
	if event.is_all_day:
		return datetime.combine(starts.date(), datetime.min.time())
	return as_local(from_site(starts), series.zone)


def lasting(event: Document, series: Series, dropped: Dropped, starts: datetime) -> timedelta:
	"""Return how long it lasts where it was dropped, by the event's clock."""
	if event.is_all_day or not dropped.ends:
		return series.duration
	return max(as_local(from_site(dropped.ends), series.zone) - starts, timedelta())


def take_out(event: Document, occurrence: Occurrence, dropped: Dropped) -> Document:
	"""Make one day of a series an event of its own, at another time; whoever was invited to the series is invited to it."""
	alone = frappe.new_doc(event.doctype)
	alone.update({fieldname: event.get(fieldname) for fieldname in TAKEN_ALONG})
	alone.set(
		"links", [{"link_doctype": row.link_doctype, "link_name": row.link_name} for row in event.links]
	)
	alone.set("attendees", list(filter(None, map(taken_along, event.attendees))))
	alone.starts_on, alone.ends_on = on_site(occurrence.starts), on_site(occurrence.ends)
	alone.local_starts_on, alone.local_ends_on = event.local_starts_on, event.local_ends_on
	set_time(alone, dropped.starts, dropped.ends)
	alone.flags.derived = {"series": event.name}
	alone.insert(ignore_permissions=True)  # not everybody who changes the series sees all whom it names
	leave_out(event, occurrence)
	if any(row.invited_version for row in event.attendees):
		invite(alone)
	return alone


def taken_along(row: Document) -> dict | None:
	"""Return an attendee of a series as one of its days; `None` for a user alone who could not see it any more."""
	person = {fieldname: row.get(fieldname) for fieldname in PEOPLE}
	if row.user and not can_hold(row.user):
		person["user"] = None
	return person if person["contact"] or person["user"] else None


def leave_out(event: Document, occurrence: Occurrence) -> None:
	"""Let a series not take place at one of its occurrences."""
	excluded = sorted({*(event.excluded or "").split(), written(occurrence.local)})
	event.flags.derived = {"excluded": "\n".join(excluded)}
	event.save()
