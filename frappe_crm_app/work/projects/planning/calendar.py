"""Working days: those of the week on which people work, without holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
LONGEST_BREAK = 400  # days; a calendar without a working day in them is none
MONDAY_TO_FRIDAY = frozenset(range(5))


class NoWorkingDayError(ValueError):
	"""Nobody works for more than a year, so that nothing can be planned."""


@dataclass(frozen=True)
class WorkingCalendar:
	"""Which days are worked: `weekdays` as Python numbers them (Monday is 0), but for the holidays."""

	weekdays: frozenset[int] = MONDAY_TO_FRIDAY
	holidays: frozenset[date] = frozenset()

	def is_working(self, day: date) -> bool:
		"""Return whether people work on that day."""
		return day.weekday() in self.weekdays and day not in self.holidays

	def on_or_after(self, day: date) -> date:
		"""Return the first working day from that day on."""
		return self.nearest(day, DAY)

	def on_or_before(self, day: date) -> date:
		"""Return the last working day up to that day."""
		return self.nearest(day, -DAY)

	def nearest(self, day: date, step: timedelta) -> date:
		"""Return the day itself if it is worked, else the next one that is, day by day in one direction."""
		for _tried in range(LONGEST_BREAK):
			if self.is_working(day):
				return day
			day += step
		raise NoWorkingDayError

	def next_after(self, day: date) -> date:
		"""Return the first working day after that day."""
		return self.on_or_after(day + DAY)

	def shifted(self, day: date, days: int) -> date:
		"""Return the working day so many working days later, or earlier; by 0 the day itself, or the next that is worked."""
		forward = days >= 0
		day = self.on_or_after(day) if forward else self.on_or_before(day)
		for _each in range(abs(days)):
			day = self.on_or_after(day + DAY) if forward else self.on_or_before(day - DAY)
		return day

	def length(self, first: date, last: date) -> int:
		"""Return how many working days there are from the first to the last, both included; at least one."""
		return max(sum(self.is_working(day) for day in days_of(first, last)), 1)

	def end_of(self, first: date, length: int) -> date:
		"""Return the last day of so many working days that begin on the first."""
		return self.shifted(first, length - 1)

	def between(self, before: date, after: date) -> int:
		"""Return by how many working days the second day is later, negative where it is earlier."""
		if after < before:
			return -self.between(after, before)
		return sum(self.is_working(day) for day in days_of(before + DAY, after))


def days_of(first: date, last: date) -> Iterable[date]:
	"""Yield each day from the first to the last."""
	return (first + number * DAY for number in range((last - first).days + 1))
