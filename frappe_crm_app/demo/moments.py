"""When things happen: on working days, in office hours, and what is over by yesterday at the latest."""

from datetime import date, datetime, time, timedelta
from random import Random

from frappe_crm_app.demo.streams import branch

SATURDAY = 5


def workdays(first: date, last: date) -> list[date]:
	"""Return the Mondays to Fridays from `first` to `last`, both included."""
	days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
	return [day for day in days if day.weekday() < SATURDAY]


def workday_until(day: date) -> date:
	"""Return `day`, or the Friday before where it is on a weekend."""
	return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def workday_from(day: date) -> date:
	"""Return `day`, or the Monday after where it is on a weekend."""
	return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def last_full_day(today: date) -> date:
	"""Return the last working day that is over whatever the hour is now."""
	return workday_until(today - timedelta(days=1))


def at_some_hour(random: Random, day: date) -> datetime:
	"""Return a moment of `day` between half past eight and half past five."""
	return datetime.combine(day, time(8, 30)) + timedelta(seconds=random.randrange(9 * 3600))


def at_round_hour(random: Random, day: date) -> datetime:
	"""Return a moment of `day` as one makes appointments: from nine to half past five, by the half hour."""
	return datetime.combine(day, time(9)) + timedelta(minutes=30 * random.randrange(18))


def rising_moments(random: Random, after: datetime, last: date, count: int) -> list[datetime]:
	"""Return at most `count` moments on different working days after the day of `after` until `last`, in order."""
	days = workdays(after.date() + timedelta(days=1), last)
	own = branch(random)
	chosen = sorted(own.sample(days, min(count, len(days))))
	return [at_some_hour(own, day) for day in chosen]


def moment_between(random: Random, after: datetime, last: date) -> datetime:
	"""Return a moment on a later working day than `after` until `last`; soon after `after` where there is none."""
	own = branch(random)
	found = rising_moments(own, after, last, 1)
	return found[0] if found else after + timedelta(minutes=own.randrange(5, 45))
