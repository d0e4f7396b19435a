"""An event's time, once or again and again, and its occurrences in a window: expanded when somebody looks, kept nowhere (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from frappe_crm_app.work.events.recurrence.rule import Rule
from frappe_crm_app.work.events.recurrence.wall_time import as_local, as_utc

DAY = timedelta(days=1)
STEP = {"DAILY": DAY, "WEEKLY": 7 * DAY}
MOST = 1000
MOST_READ = 20_000  # starts looked at for a window, whatever the rule


@dataclass(frozen=True)
class Occurrence:
	"""One time at which an event takes place: `local` is its start by the zone's clock, the others are aware, in UTC."""

	local: datetime
	starts: datetime
	ends: datetime


@dataclass(frozen=True)
class Series:
	"""When an event takes place. `starts` is by the clock of `zone`; `duration` is exact, of an event of whole days so many days.

	`excluded` are starts by the zone's clock that are left out.
	"""

	starts: datetime
	duration: timedelta
	zone: ZoneInfo
	rule: Rule | None = None
	excluded: frozenset[datetime] = frozenset()
	is_all_day: bool = False

	def occurrence(self, local: datetime) -> Occurrence:
		"""Return the occurrence that starts at a moment of the zone's clock.

		It lasts exactly as long as the first one (RFC 5545, 3.8.5.3); whole days begin and end at midnight, however long they are.
		"""
		starts = as_utc(local, self.zone)
		ends = as_utc(local + self.duration, self.zone) if self.is_all_day else starts + self.duration
		return Occurrence(local, starts, ends)

	def between(self, begins: datetime, ends: datetime, most: int = MOST) -> list[Occurrence]:
		"""Return the occurrences that take place between two aware moments, in order, at most so many."""
		found = (self.occurrence(local) for local in self.starts_about(begins, ends))
		return list(islice((each for each in found if is_within(each, begins, ends)), most))

	def starts_about(self, begins: datetime, ends: datetime) -> Iterator[datetime]:
		"""Yield the starts by the zone's clock from somewhat before to somewhat after a window."""
		first = as_local(begins, self.zone) - self.duration - DAY
		last = as_local(ends, self.zone) + DAY
		for local in islice(self.all_starts(first), MOST_READ):
			if local > last:
				return
			if local >= first and local not in self.excluded:
				yield local

	def all_starts(self, not_before: datetime | None = None) -> Iterator[datetime]:
		"""Yield all starts, in order, excluded ones too; some before `not_before` may be passed over."""
		if not self.rule:
			yield self.starts
			return
		yield from rrulestr(str(self.rule), dtstart=self.later_start(not_before))

	def later_start(self, not_before: datetime | None) -> datetime:
		"""Return a start from which the rule gives the same series, close to a moment: nobody counts the days since 2020."""
		step = STEP.get(self.rule.frequency)
		if not step or not not_before or self.rule.get("COUNT") or not_before <= self.starts:
			return self.starts
		whole = step * self.rule.interval
		return self.starts + ((not_before - self.starts) // whole) * whole

	def has(self, local: datetime) -> bool:
		"""Return whether an occurrence starts at this moment of the zone's clock."""
		if local in self.excluded:
			return False
		return local in islice(self.starts_about(as_utc(local, self.zone), as_utc(local, self.zone)), MOST)


def is_within(occurrence: Occurrence, begins: datetime, ends: datetime) -> bool:
	"""Return whether any of an occurrence is in a window; one that takes no time is where it begins."""
	if occurrence.starts == occurrence.ends:
		return begins <= occurrence.starts < ends
	return occurrence.starts < ends and occurrence.ends > begins
