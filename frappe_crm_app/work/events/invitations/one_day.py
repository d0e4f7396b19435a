"""Somebody answers for one day of a series alone: a series is answered as a whole, so that is kept as a word to the owner, and changes no answer."""

from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_date, sanitize_html

from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.answering import name_of, refuse_nothing_to_answer
from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.recurrence.wall_time import as_local
from frappe_crm_app.work.events.timing import EARLIEST, LATEST, series_of


def keep_answer(event: Document, row: Document, said: str, day: date | datetime) -> None:
	"""Write on a locked event what an attendee said of one of its days, once, and tell the owner; of a day that is none of it, nothing.

	Raises `RoomError` where nothing can be answered any more.
	"""
	refuse_nothing_to_answer(event)
	series = series_of(event)
	local = start_by_its_clock(day, series)
	if local is None or not series.has(local):
		return
	sentence = _("{0} answered “{1}” for {2} alone.").format(name_of(row), _(said), format_date(local.date()))
	content = sanitize_html(escape_html(sentence), always_sanitize=True)  # as a Comment stores it
	known = {"reference_doctype": EVENT, "reference_name": event.name, "content": content}
	if frappe.db.exists("Comment", known):
		return
	event.add_comment("Info", content, comment_by=name_of(row))
	tell_owner(event, row, sentence)


def start_by_its_clock(day: date | datetime, series: Series) -> datetime | None:
	"""Return which start of a series a `RECURRENCE-ID` names, by the clock of its zone; `None` for one at the ends of time."""
	if not isinstance(day, datetime):
		day = datetime.combine(day, time())
	if not EARLIEST.year < day.year < LATEST.year:
		return None
	return as_local(day, series.zone) if day.tzinfo else day


def tell_owner(event: Document, row: Document, sentence: str) -> None:
	"""Leave the owner a notification, unless it is they who answered."""
	owner = event.event_owner
	if owner and owner not in (row.user, "Administrator", "Guest"):
		subject = f"<b>{escape_html(event.title)}</b>: {escape_html(sentence)}"
		notify(owner, subject, EVENT, event.name, by=row.user or owner)
