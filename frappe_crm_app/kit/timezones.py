"""Moments as they stand on somebody's own clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe.utils import get_datetime, get_system_timezone


def zone_of(time_zone: str | None) -> ZoneInfo:
	"""Return the zone of this name, the site's where it is empty or unknown."""
	try:
		return ZoneInfo(time_zone or get_system_timezone())
	except (ZoneInfoNotFoundError, ValueError):
		return ZoneInfo(get_system_timezone())


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
	"""Return what a clock of this zone shows at a moment of the site's clock; neither names its zone."""
	site = ZoneInfo(get_system_timezone())
	return get_datetime(moment).replace(tzinfo=site).astimezone(zone).replace(tzinfo=None)


def on_site(moment: datetime) -> datetime:
	"""Return what the site's clock shows at an aware moment."""
	return moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def from_site(moment: datetime) -> datetime:
	"""Return a moment of the site's clock as an aware one."""
	return get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone()))


def local_time(moment: datetime, user: str) -> datetime:
	"""Return a moment of the site's clock as the user's clock shows it."""
	return in_zone(moment, zone_of(frappe.db.get_value("User", user, "time_zone")))


def day_on_site(local_moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
	"""Return when a person's present day begins and ends, on the site's clock; a day may have 23 or 25 hours."""
	day = local_moment.date()
	return midnight_on_site(day, zone), midnight_on_site(day + timedelta(days=1), zone)


def midnight_on_site(day: date, zone: ZoneInfo) -> datetime:
	"""Return when a day of a zone's calendar begins, on the site's clock."""
	site = ZoneInfo(get_system_timezone())
	return datetime.combine(day, time()).replace(tzinfo=zone).astimezone(site).replace(tzinfo=None)
