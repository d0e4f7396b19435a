"""An event as it is said to one person, by mail and in calendars."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import validate_email_address

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import EventStatus
from frappe_crm_app.kit.site_keys import keyed_hash
from frappe_crm_app.kit.timezones import from_site
from frappe_crm_app.visibility.guarded import CONTACT, EVENT
from frappe_crm_app.work.events.ics import Entry, Person, utc
from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.timing import series_of

OURS = "names of entries"


def uid_of(doctype: str, name: str) -> str:
	"""Return how a record is called in all calendars, for ever, whatever the site's address."""
	return f"{frappe.scrub(doctype)}-{name}@{keyed_hash(OURS, 'calendars')[:16]}"


def event_of(uid: str) -> str | None:
	"""Return the name of the event that is called so in calendars; of what this site did not name, `None`."""
	name = uid.partition("@")[0].removeprefix(f"{frappe.scrub(EVENT)}-")
	return name if uid == uid_of(EVENT, name) else None


def entry_of(
	event: frappe._dict | Document, organizer: Person | None = None, attendees: tuple[Person, ...] = ()
) -> Entry:
	"""Return an event, a document or its columns, as an entry of a calendar."""
	return Entry(
		uid=uid_of(EVENT, event.name),
		title=event.title,
		series=series_of(event),
		modified=utc(from_site(event.modified)),
		sequence=event.sequence or 0,
		is_cancelled=event.status == EventStatus.CANCELLED,
		description=event.description or "",
		place=event.place or event.meeting_link or "",
		link=event.meeting_link or "",
		organizer=organizer,
		attendees=attendees,
	)


def person_of(contact: str | None, user: str | None, answer: str = "", role: str = "") -> Person | None:
	"""Return the address of a contact, else of a user; `None` where there is none to use."""
	if contact:
		found = frappe.db.get_value(CONTACT, contact, ["email", "full_name"])
	else:
		found = (
			frappe.db.get_value("User", {"name": user, "enabled": 1}, ["email", "full_name"])
			if user
			else None
		)
	email, name = found or (None, None)
	if not email or not validate_email_address(email):
		return None
	return Person(email, name or "", answer, role)


def organizer_of(event: Document) -> Person | None:
	"""Return who invites: the event's owner."""
	return person_of(None, event.event_owner)


def when(event: Document) -> str:
	"""Return when an event takes place, by its own clock, as people read it."""
	series: Series = series_of(event)
	local = series.starts
	first = frappe.utils.format_date(local.date())
	if series.is_all_day:
		last = (local + series.duration).date()
		last = frappe.utils.format_date(frappe.utils.add_days(last, -1))
		said = first if first == last else f"{first} – {last}"
	else:
		ends = series.occurrence(local).ends.astimezone(series.zone)
		until = (
			f"{ends:%H:%M}"
			if ends.date() == local.date()
			else f"{frappe.utils.format_date(ends.date())} {ends:%H:%M}"
		)
		said = f"{first} {local:%H:%M} – {until} ({series.zone.key.replace('_', ' ')})"
	return said + (
		f", {_(event.repeats) if event.repeats != 'Custom' else _('again and again')}" if series.rule else ""
	)
