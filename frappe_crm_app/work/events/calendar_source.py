"""Events in the one calendar (hook `crm_calendar_sources`): each occurrence of a series is an entry."""

from datetime import datetime, timedelta

import frappe
from frappe import _lt
from frappe.utils import escape_html

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import EventStatus
from frappe_crm_app.kit.calendar_source import CalendarSource
from frappe_crm_app.kit.timezones import on_site
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.work.events.moving import move
from frappe_crm_app.work.events.recurrence.series import Occurrence
from frappe_crm_app.work.events.recurrence.wall_time import as_local, written
from frappe_crm_app.work.events.timing import series_of
from frappe_crm_app.work.events.window import is_of, occurrences_of, rows_between

COLOR, CANCELLED = "#d9d6fe", "#e2e2e2"


def entries(begins: datetime, ends: datetime, filters: list, people: frozenset[str] | None) -> list[dict]:
	"""Return the events that the session's user sees; see `CalendarSource`."""
	if not frappe.has_permission(EVENT, "read"):
		return []
	rows = rows_between(begins, ends, policy.criterion(EVENT), is_of(people), is_among(filters))
	empty_hidden(EVENT, rows)
	return [entry_of(row, occurrence) for row, occurrence in occurrences_of(rows, begins, ends)]


def is_among(filters: list) -> object:
	"""Return the criterion of the events that a list with these filters shows, `None` without any."""
	if not filters:
		return None
	names = frappe.get_list(
		EVENT, filters=filters, pluck="name", order_by="starts_on desc, name desc", limit=5000
	)
	return frappe.qb.DocType(EVENT).name.isin(names or [""])


def entry_of(row: frappe._dict, occurrence: Occurrence) -> dict:
	"""Return one occurrence as an entry."""
	is_cancelled = row.status == EventStatus.CANCELLED
	parts = [row.title, row.place]
	title = " · ".join(part for part in parts if part)
	return {
		"name": row.name,
		"title": escape_html(title if not is_cancelled else f"✕ {title}"),
		**times_of(row, occurrence),
		"color": CANCELLED if is_cancelled else COLOR,
		"editable": int(not is_cancelled),
		"occurrence": written(occurrence.local) if row.rrule else "",
	}


def times_of(row: frappe._dict, occurrence: Occurrence) -> dict:
	"""Return when it is: moments of the site's clock, or days of nobody's."""
	if not row.is_all_day:
		return {"starts": on_site(occurrence.starts), "ends": on_site(occurrence.ends), "all_day": 0}
	last = as_local(occurrence.ends, series_of(row).zone) - timedelta(days=1)
	return {"starts": f"{occurrence.local:%Y-%m-%d}", "ends": f"{last:%Y-%m-%d}", "all_day": 1}


EVENTS = CalendarSource(EVENT, _lt("Events"), entries, move)
