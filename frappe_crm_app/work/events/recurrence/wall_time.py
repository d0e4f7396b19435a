"""Moments as a zone's clock shows them, without naming the zone, and as moments of UTC (pure).

A time that a clock skips in spring counts by the offset before (02:30 is 03:30 then), of one that it shows twice in autumn the first is
meant: both as RFC 5545 (3.3.5) has it, and as Python does where `fold` is 0.
"""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_NAME = 64


def is_zone(name: str | None) -> bool:
	"""Return whether there is a zone of this name (`Europe/Berlin`)."""
	if not name or len(name) > LONGEST_NAME:
		return False
	try:
		return bool(ZoneInfo(name).key)
	except (ZoneInfoNotFoundError, ValueError, OSError):
		return False


def as_utc(local: datetime, zone: ZoneInfo) -> datetime:
	"""Return the moment in UTC, aware, at which a clock of the zone shows `local`."""
	return local.replace(tzinfo=zone).astimezone(timezone.utc)


def as_local(moment: datetime, zone: ZoneInfo) -> datetime:
	"""Return what a clock of the zone shows at an aware moment."""
	return moment.astimezone(zone).replace(tzinfo=None)


def written(local: datetime | date) -> str:
	"""Return a local moment as text: `2026-03-29T14:00`, or `2026-03-29` of a day."""
	if isinstance(local, datetime):
		return local.isoformat(timespec="minutes" if not local.second else "seconds")
	return local.isoformat()


def read_written(text: str) -> datetime:
	"""Return the local moment that `written` gave, of a day its midnight; raises `ValueError`."""
	return datetime.fromisoformat(text)
