"""Calendars as other programs read them (RFC 5545 and 5546), from plain facts (pure).

icalendar escapes and folds what people wrote, so that no text becomes a line of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from icalendar import Calendar, Timezone, vCalAddress, vRecur, vText
from icalendar import Event as Component

from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.recurrence.wall_time import as_utc

PRODUCT = "-//CRM Desk//EN"
ZONES_FROM, ZONES_UNTIL = date(2000, 1, 1), date(2038, 1, 1)
PARTSTAT = {"Yes": "ACCEPTED", "No": "DECLINED", "Maybe": "TENTATIVE", "Attended": "ACCEPTED"}
ANSWER_OF = {"ACCEPTED": "Yes", "DECLINED": "No", "TENTATIVE": "Maybe"}
ROLES = {"Optional": "OPT-PARTICIPANT", "Required": "REQ-PARTICIPANT", "Speaker": "REQ-PARTICIPANT"}


@dataclass(frozen=True)
class Person:
	"""Who organises an event or is invited to it."""

	email: str
	name: str = ""
	answer: str = ""
	role: str = ""


@dataclass(frozen=True)
class Entry:
	"""One entry of a calendar. `modified` is aware, in UTC; of a task or a closing, `series` is the day or moment alone."""

	uid: str
	title: str
	series: Series
	modified: datetime
	sequence: int = 0
	is_cancelled: bool = False
	description: str = ""
	place: str = ""
	link: str = ""
	is_busy: bool = True
	organizer: Person | None = None
	attendees: tuple[Person, ...] = ()


def calendar_of(entries: Iterable[Entry], method: str = "", name: str = "") -> bytes:
	"""Return a calendar with these entries: the same bytes for the same entries."""
	calendar = Calendar()
	calendar.add("prodid", PRODUCT)
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	if method:
		calendar.add("method", method)
	if name:
		calendar.add("x-wr-calname", vText(plain(name)))
	entries = list(entries)
	for zone in sorted({each.series.zone.key for each in entries if has_zone(each)}):
		calendar.add_component(zone_component(zone))
	for entry in entries:
		calendar.add_component(component_of(entry, is_message=bool(method)))
	return calendar.to_ical()


def has_zone(entry: Entry) -> bool:
	"""Return whether an entry's times name their zone: a single moment is said in UTC, in which nobody errs."""
	return not entry.series.is_all_day and bool(entry.series.rule)


@lru_cache(maxsize=64)
def zone_component(zone: str) -> Timezone:
	"""Return what a zone's clock does."""
	return Timezone.from_tzid(zone, first_date=ZONES_FROM, last_date=ZONES_UNTIL)


def component_of(entry: Entry, is_message: bool) -> Component:
	"""Return an entry as a VEVENT."""
	component = Component()
	component.add("uid", entry.uid)
	component.add("dtstamp", entry.modified)
	component.add("last-modified", entry.modified)
	component.add("sequence", entry.sequence)
	component.add("summary", plain(entry.title))
	component.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
	component.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
	add_times(component, entry)
	for fieldname, text in (
		("description", entry.description),
		("location", entry.place),
		("url", entry.link),
	):
		if text:
			component.add(fieldname, plain(text))
	if entry.organizer:
		component.add("organizer", address_of(entry.organizer), encode=0)
	for person in entry.attendees:
		component.add("attendee", attendee_of(person, is_message), encode=0)
	return component


def add_times(component: Component, entry: Entry) -> None:
	"""Add begin, end and recurrence."""
	series = entry.series
	if series.is_all_day:
		component.add("dtstart", series.starts.date())
		component.add("dtend", (series.starts + max(series.duration, timedelta(days=1))).date())
	elif has_zone(entry):
		occurrence = series.occurrence(series.starts)
		component.add("dtstart", series.starts.replace(tzinfo=series.zone))
		component.add("dtend", occurrence.ends.astimezone(series.zone))
	else:
		occurrence = series.occurrence(series.starts)
		component.add("dtstart", occurrence.starts)
		component.add("dtend", occurrence.ends)
	if series.rule:
		component.add("rrule", vRecur.from_ical(rule_of(series)))
		for local in sorted(series.excluded):
			left_out = local.date() if series.is_all_day else local.replace(tzinfo=series.zone)
			component.add("exdate", left_out)


def rule_of(series: Series) -> str:
	"""Return the rule as RFC 5545 wants it: UNTIL in UTC, or as a day where the event is of whole days."""
	until = series.rule.until
	if not until:
		return str(series.rule)
	said = f"{until:%Y%m%d}" if series.is_all_day else f"{as_utc(until, series.zone):%Y%m%dT%H%M%SZ}"
	return str(series.rule).replace(f"UNTIL={series.rule.get('UNTIL')}", f"UNTIL={said}")


def address_of(person: Person) -> vCalAddress:
	"""Return somebody as an address of a calendar."""
	address = vCalAddress(f"mailto:{person.email}")
	name = plain(person.name).replace("\n", " ").strip()
	if name:
		address.params["CN"] = vText(name)
	return address


def plain(text: str | None) -> str:
	"""Return a text without what calendars have no way to write: control characters, and halves of characters."""
	kept = "".join(each for each in text or "" if each in "\n\t" or each.isprintable())
	return kept.encode(errors="ignore").decode()


def attendee_of(person: Person, is_message: bool) -> vCalAddress:
	"""Return somebody who is invited, with what they said; of an invitation, whether an answer is wanted."""
	address = address_of(person)
	address.params["ROLE"] = vText(ROLES.get(person.role, "REQ-PARTICIPANT"))
	address.params["PARTSTAT"] = vText(PARTSTAT.get(person.answer, "NEEDS-ACTION"))
	if is_message:
		address.params["RSVP"] = vText("TRUE")
	return address


@dataclass(frozen=True)
class Reply:
	"""What a REPLY of RFC 5546 says: to which event, as of which change of it, by whom, and what; of one day of a series alone, of which."""

	uid: str
	sequence: int
	email: str
	answer: str
	day: date | datetime | None = None


LARGEST = 100_000  # bytes of a reply that are read


def read_reply(content: bytes) -> Reply | None:
	"""Return the answer that a calendar is; `None` for one that is none, or that says nothing plain."""
	if len(content) > LARGEST or b"REPLY" not in content.upper():
		return None
	try:
		calendar = Calendar.from_ical(content)
		events = calendar.walk("VEVENT")
		if str(calendar.get("method", "")).upper() != "REPLY" or len(events) != 1:
			return None
		return reply_of(events[0])
	except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
		return None


def reply_of(event: Component) -> Reply | None:
	"""Return the answer that an event of a REPLY is."""
	attendee = event.get("attendee")
	if isinstance(attendee, list) or attendee is None:
		return None
	answer = ANSWER_OF.get(str(attendee.params.get("PARTSTAT", "")).upper())
	email = str(attendee).strip()
	if not answer or email[:7].lower() != "mailto:":
		return None
	day = event.get("recurrence-id")
	if day is not None and (
		"RANGE" in day.params or not isinstance(day.dt, date)
	):  # of that day and all after it, or of none
		return None
	said = str(event.get("uid", "")), int(event.get("sequence", 0)), email[7:].strip().lower(), answer
	return Reply(*said, day.dt if day is not None else None)


def utc(moment: datetime) -> datetime:
	"""Return an aware moment in UTC, without parts of a second."""
	return moment.astimezone(timezone.utc).replace(microsecond=0)
