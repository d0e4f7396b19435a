"""Working days and hours, by somebody's own clock (pure, no frappe)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class WorkingTime:
	"""When people work: on these days of the week, Monday being 0, of which there is at least one, from `begins` until `ends`."""

	days: frozenset[int] = frozenset(range(5))
	begins: time = time(9)
	ends: time = time(17)

	def day_after(self, day: date, days: int) -> date:
		"""Return the day after so many working days; after none, the day itself, or the next one on which people work."""
		while days > 0 or day.weekday() not in self.days:
			day += timedelta(days=1)
			days -= day.weekday() in self.days
		return day

	def after_hours(self, local: datetime, hours: int) -> datetime:
		"""Return the moment after so many working hours, both by a clock that names no zone."""
		moment, left = self.next_open(local), timedelta(hours=hours)
		while moment + left > datetime.combine(moment, self.ends):
			left -= datetime.combine(moment, self.ends) - moment
			moment = datetime.combine(self.day_after(moment.date(), 1), self.begins)
		return moment + left

	def next_open(self, local: datetime) -> datetime:
		"""Return this moment if it is in working hours, else when the next begin."""
		if local.weekday() not in self.days or local.time() >= self.ends:
			return datetime.combine(self.day_after(local.date(), 1), self.begins)
		return max(local, datetime.combine(local, self.begins))
