"""What stands in a feed: what its user sees now, of a person their follow-ups, events and closings, of a project its tasks, milestones and events."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_datetime, get_system_timezone, getdate, now_datetime
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.timezones import from_site
from frappe_crm_app.visibility.guarded import DEAL, EVENT, MILESTONE, NOTE, PROJECT
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.events.ics import Entry, utc
from frappe_crm_app.work.events.invitations.facts import entry_of, uid_of
from frappe_crm_app.work.events.links import events_of
from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.recurrence.wall_time import as_local
from frappe_crm_app.work.events.window import is_of, rows_between

BEFORE, AFTER = timedelta(days=180), timedelta(days=730)
SHORTEST = timedelta(minutes=30)
DAY = timedelta(days=1)
MOST = 1000  # entries of each kind


def entries(user: str, project: str | None) -> list[Entry]:
	"""Return the entries of a feed, as the user sees them at this moment."""
	criteria = UserCriteria(user)
	now = now_datetime()
	window = now - BEFORE, now + AFTER
	found = of_project(project, criteria, window) if project else of_person(user, criteria, window)
	return list(found)


def of_person(user: str, criteria: UserCriteria, window: tuple) -> Iterator[Entry]:
	"""Yield what is somebody's own."""
	note, deal = frappe.qb.DocType(NOTE), frappe.qb.DocType(DEAL)
	yield from events(criteria, window, is_of(frozenset((user,))))
	yield from follow_ups(criteria, window, note.assigned_to == user)
	yield from closings(criteria, window, (deal.deal_owner == user) & (deal.outcome == Outcome.OPEN))


def of_project(project: str, criteria: UserCriteria, window: tuple) -> Iterator[Entry]:
	"""Yield what is of a project, for who sees that."""
	note, milestone = frappe.qb.DocType(NOTE), frappe.qb.DocType(MILESTONE)
	yield from events(criteria, window, frappe.qb.DocType(EVENT).name.isin(events_of(PROJECT, project)))
	yield from follow_ups(criteria, window, note.project == project)
	rows = rows_of(
		MILESTONE, ("title", "due_on", "is_done"), "due_on", criteria, window, milestone.project == project
	)
	for row in rows:
		title = f"✓ {row.title or ''}" if row.is_done else row.title
		yield day_entry(MILESTONE, row, title, row.due_on)


def events(criteria: UserCriteria, window: tuple, is_such: Criterion) -> Iterator[Entry]:
	"""Yield events, series with their rules; those that were cancelled are kept, as cancelled."""
	rows = rows_between(*window, criteria.criterion(EVENT), is_such, most=MOST)
	empty_hidden(EVENT, rows)
	yield from map(entry_of, rows)


def follow_ups(criteria: UserCriteria, window: tuple, is_such: Criterion) -> Iterator[Entry]:
	"""Yield follow-ups at their time; those that were cancelled are kept, as cancelled."""
	fields = ("action", "subject", "scheduled_on", "ends_on", "status")
	for row in rows_of(NOTE, fields, "scheduled_on", criteria, window, is_such):
		starts = get_datetime(row.scheduled_on)
		ends = max(get_datetime(row.ends_on or starts), starts + SHORTEST)
		title = ": ".join(filter(None, (_(row.action or "Task"), row.subject)))
		done = "✓ " if row.status == NoteStatus.DONE else ""
		yield moment_entry(NOTE, row, done + title, starts, ends, row.status == NoteStatus.CANCELLED)


def closings(criteria: UserCriteria, window: tuple, is_such: Criterion) -> Iterator[Entry]:
	"""Yield the days on which open deals are expected to close."""
	for row in rows_of(
		DEAL, ("title", "expected_close_date"), "expected_close_date", criteria, window, is_such
	):
		yield day_entry(DEAL, row, _("Closing: {0}").format(row.title or ""), row.expected_close_date)


def rows_of(
	doctype: str,
	fields: tuple[str, ...],
	moment: str,
	criteria: UserCriteria,
	window: tuple,
	is_such: Criterion,
) -> list[frappe._dict]:
	"""Return the columns of such records in the window that the user sees; none, where they do not read when these are."""
	if is_hidden(doctype, moment):
		return []
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name, table.modified, *(table[field] for field in fields))
	query = query.where(is_such & (table[moment] >= window[0]) & (table[moment] <= window[1]))
	allowed = criteria.criterion(doctype)
	query = query if allowed is None else query.where(allowed)
	rows = query.orderby(table[moment]).orderby(table.name).limit(MOST).run(as_dict=True)
	empty_hidden(doctype, rows)
	return rows


def moment_entry(
	doctype: str, row: frappe._dict, title: str, starts: datetime, ends: datetime, is_cancelled: bool
) -> Entry:
	"""Return an entry between two moments of the site's clock."""
	zone = ZoneInfo(get_system_timezone())
	series = Series(as_local(from_site(starts), zone), from_site(ends) - from_site(starts), zone)
	return Entry(
		uid_of(doctype, row.name),
		title,
		series,
		utc(from_site(row.modified)),
		is_cancelled=is_cancelled,
		link=frappe.utils.get_url_to_form(doctype, row.name),
	)


def day_entry(doctype: str, row: frappe._dict, title: str, day: object) -> Entry:
	"""Return an entry of a whole day, in nobody's time zone; nobody is busy because of it."""
	series = Series(datetime.combine(getdate(day), time()), DAY, ZoneInfo("UTC"), is_all_day=True)
	return Entry(
		uid_of(doctype, row.name),
		title,
		series,
		utc(from_site(row.modified)),
		is_busy=False,
		link=frappe.utils.get_url_to_form(doctype, row.name),
	)
