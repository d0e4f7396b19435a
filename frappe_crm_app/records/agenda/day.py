"""A person's present day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.kit.timezones import in_zone, midnight_on_site, zone_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Day:
	"""A day of somebody's own calendar: its date, and moments of it on the site's clock, none of which names its zone."""

	now: datetime
	date: date
	begins: datetime
	ends: datetime
	week_ends: datetime
	zone: ZoneInfo

	def midnight_before(self, days: int) -> datetime:
		"""Return when the day so many days before this one began."""
		return midnight_on_site(self.date - timedelta(days=days), self.zone)


def day_of(user: str, now: datetime | None = None) -> Day:
	"""Return the day that it is for a user at `now`, a moment of the site's clock."""
	now = now or now_datetime()
	zone = zone_of(frappe.get_cached_value("User", user, "time_zone"))
	first_day = frappe.get_system_settings("first_day_of_the_week") or "Sunday"
	return day_at(now, zone, first_day)


def day_at(now: datetime, zone: ZoneInfo, first_day: str) -> Day:
	"""Return the day in this zone at `now`; its week ends before the next `first_day`, as it does for Frappe's "this week"."""
	today = in_zone(now, zone).date()
	tomorrow = today + timedelta(days=1)
	next_week = today + timedelta(days=days_to_next(first_day, today))
	edges = [midnight_on_site(day, zone) for day in (today, tomorrow, next_week)]
	return Day(now, today, *edges, zone)


def days_to_next(weekday: str, today: date) -> int:
	"""Return in how many days, 1 to 7, the weekday of this English name comes again."""
	return (WEEKDAYS.index(weekday) - today.weekday() - 1) % DAYS_A_WEEK + 1
