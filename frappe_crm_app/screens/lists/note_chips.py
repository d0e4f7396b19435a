"""The chips above the list of follow-ups: each is a few filters of the list, so that its number and the rows it opens cannot differ.

Overdue is what was planned for a day before today, today ends at midnight and the week before its first day comes again, each on the
calendar of who looks.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.visibility.aggregates import aggregate

NOTE = "CRM Follow-up Note"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WHEN = ("status", "scheduled_on")  # what these chips are about
WHOSE = ("assigned_to",)


def note_counts(filters: list[list]) -> dict:
	"""Return `{total, counts, filters}` by chip, under the list's other filters; see `api.get_chips`."""
	chips = chip_filters()
	others = without(filters, WHEN)
	counts = {chip: count([*others, *rules]) for chip, rules in chips.items()}
	mine = [[NOTE, "assigned_to", "=", frappe.session.user]]
	counts["mine"] = count([*without(filters, WHOSE), *mine])
	return {"total": count(others), "counts": counts, "filters": chips | {"mine": mine}}


def chip_filters() -> dict[str, list[list]]:
	"""Return the filters of each chip on the day of the session's user, moments on the site's clock."""
	begins, ends, week_ends = edges_of_day()
	is_open = [NOTE, "status", "=", str(NoteStatus.OPEN)]
	return {
		"overdue": [is_open, [NOTE, "scheduled_on", "<", begins]],
		"today": [is_open, [NOTE, "scheduled_on", ">=", begins], [NOTE, "scheduled_on", "<", ends]],
		"this_week": [is_open, [NOTE, "scheduled_on", ">=", ends], [NOTE, "scheduled_on", "<", week_ends]],
		"done": [[NOTE, "status", "=", str(NoteStatus.DONE)]],
	}


def edges_of_day() -> tuple[str, str, str]:
	"""Return when the present day of the session's user begins and ends, and when its week ends."""
	site = ZoneInfo(get_system_timezone())
	zone = zone_of_user() or site
	today = now_datetime().replace(tzinfo=site).astimezone(zone).date()
	first_day = frappe.get_system_settings("first_day_of_the_week") or "Sunday"
	left = (WEEKDAYS.index(first_day) - today.weekday() - 1) % 7 + 1
	days = (today, today + timedelta(days=1), today + timedelta(days=left))
	moments = (datetime.combine(day, time(), zone).astimezone(site) for day in days)
	return tuple(moment.strftime("%Y-%m-%d %H:%M:%S") for moment in moments)


def zone_of_user() -> ZoneInfo | None:
	"""Return the time zone that the session's user has chosen, if there is one of that name."""
	name = frappe.get_cached_value("User", frappe.session.user, "time_zone")
	try:
		return ZoneInfo(name) if name else None
	except (KeyError, ValueError):
		return None


def without(filters: list[list], fieldnames: tuple[str, ...]) -> list[list]:
	"""Return the filters that are about other fields."""
	return [rule for rule in filters if not set(fieldnames).intersection(map(str, rule[:2]))]


def count(filters: list[list]) -> int:
	"""Return how many notes the session's user sees under the filters."""
	return aggregate(NOTE, ["count(name) as records"], filters)[0].records
