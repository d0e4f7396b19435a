"""Working days and hours: Monday to Friday, nine to five by somebody's own clock (pure, no frappe)."""

from datetime import date, datetime, time, timedelta

BEGINS, ENDS = time(9), time(17)
WEEKEND = (5, 6)


def working_day_after(day: date, days: int) -> date:
	"""Return the day after so many working days; after none, the day itself, or the Monday after a weekend."""
	while days > 0 or day.weekday() in WEEKEND:
		day += timedelta(days=1)
		days -= day.weekday() not in WEEKEND
	return day


def after_working_hours(local: datetime, hours: int) -> datetime:
	"""Return the moment after so many working hours, both by a clock that names no zone."""
	moment, left = next_open(local), timedelta(hours=hours)
	while moment + left > datetime.combine(moment, ENDS):
		left -= datetime.combine(moment, ENDS) - moment
		moment = datetime.combine(working_day_after(moment.date(), 1), BEGINS)
	return moment + left


def next_open(local: datetime) -> datetime:
	"""Return this moment if it is in working hours, else when the next begin."""
	if local.weekday() in WEEKEND or local.time() >= ENDS:
		return datetime.combine(working_day_after(local.date(), 1), BEGINS)
	return max(local, datetime.combine(local, BEGINS))
