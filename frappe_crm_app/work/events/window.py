"""The occurrences of events in a window: the events by their columns, each expanded when somebody looks."""

from collections.abc import Iterator
from datetime import datetime

import frappe
from pypika.terms import Criterion

from frappe_crm_app.kit.timezones import from_site
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.attendees import ATTENDEE
from frappe_crm_app.work.events.recurrence.series import Occurrence
from frappe_crm_app.work.events.timing import series_of

COLUMNS = (
	"name",
	"title",
	"event_kind",
	"status",
	"event_owner",
	"starts_on",
	"ends_on",
	"is_all_day",
	"time_zone",
	"rrule",
	"repeats",
	"excluded",
	"place",
	"meeting_link",
	"description",
	"local_starts_on",
	"local_ends_on",
	"series_ends_on",
	"sequence",
	"modified",
)
MOST = 1000


def is_in_window(begins: datetime, ends: datetime) -> Criterion:
	"""Return the criterion of the events that may take place between two moments of the site's clock: a series, until it ends."""
	event = frappe.qb.DocType(EVENT)
	return (event.starts_on < ends) & (event.series_ends_on.isnull() | (event.series_ends_on >= begins))


def is_of(people: frozenset[str] | None) -> Criterion | None:
	"""Return the criterion of the events that these users own or are invited to, `None` for anybody's."""
	if people is None:
		return None
	event, row = frappe.qb.DocType(EVENT), frappe.qb.DocType(ATTENDEE)
	users = sorted(people)
	theirs = frappe.qb.from_(row).select(row.parent).where(row.user.isin(users) & (row.parenttype == EVENT))
	return event.event_owner.isin(users) | event.name.isin(theirs)


def rows_between(
	begins: datetime, ends: datetime, *criteria: Criterion | None, most: int = MOST
) -> list[frappe._dict]:
	"""Return the columns of the events that may take place between two moments of the site's clock and meet all of these."""
	event = frappe.qb.DocType(EVENT)
	query = (
		frappe.qb.from_(event)
		.select(*(event[column] for column in COLUMNS))
		.where(is_in_window(begins, ends))
	)
	for criterion in criteria:
		query = query if criterion is None else query.where(criterion)
	return query.orderby(event.starts_on).orderby(event.name).limit(most).run(as_dict=True)


def occurrences_of(
	rows: list[frappe._dict], begins: datetime, ends: datetime
) -> Iterator[tuple[frappe._dict, Occurrence]]:
	"""Yield each occurrence of these events between two moments of the site's clock; of all together, at most so many."""
	left = MOST
	window = from_site(begins), from_site(ends)
	for row in rows:
		for occurrence in series_of(row).between(*window, most=left):
			yield row, occurrence
			left -= 1
		if left <= 0:
			return
