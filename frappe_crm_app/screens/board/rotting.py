"""When a card has rested too long without activity."""

from datetime import datetime

SECONDS_A_DAY = 86_400


def days_between(start: datetime | None, end: datetime) -> int:
	"""Return whole days from `start` to `end`, never negative; 0 without a start."""
	return max(0, int((end - start).total_seconds() // SECONDS_A_DAY)) if start else 0


def is_rotting(
	entered_on: datetime | None, last_activity_on: datetime | None, rots_after: int, now: datetime
) -> bool:
	"""Return whether nothing happened for more than `rots_after` days: no move, no activity. 0 days: never."""
	moments = [moment for moment in (entered_on, last_activity_on) if moment]
	return bool(rots_after and moments) and days_between(max(moments), now) > rots_after
