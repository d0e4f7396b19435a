"""Working days: those of the week on which people work, without holidays."""

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
		step = DAY if days >= 0 else -DAY
		day, left = self.nearest(day, step), abs(days)
		while left:
			there = day + step * max(
				left // len(self.weekdays) * 7, 1
			)  # whole weeks at once; what was off in them is made up for
			passed = self.worked(min(day, there), max(day, there)) - 1
			day = self.nearest(there, -step) if passed else self.nearest(there, step)
			left -= passed or 1
		return day

	def length(self, first: date, last: date) -> int:
		"""Return how many working days there are from the first to the last, both included; at least one."""
		return max(self.worked(first, last), 1)

	def end_of(self, first: date, length: int) -> date:
		"""Return the last day of so many working days that begin on the first."""
		return self.shifted(first, length - 1)

	def between(self, before: date, after: date) -> int:
		"""Return by how many working days the second day is later, negative where it is earlier."""
		if after < before:
			return -self.between(after, before)
		return self.worked(before, after) - self.is_working(before)

	def worked(self, first: date, last: date) -> int:
		"""Return how many working days there are from the first to the last, both included, however long that is."""
		weeks, days = divmod(max((last - first).days + 1, 0), 7)
		rest = sum((first.weekday() + number) % 7 in self.weekdays for number in range(days))
		off = sum(first <= day <= last and day.weekday() in self.weekdays for day in self.holidays)
		return weeks * len(self.weekdays) + rest - off
