"""When conditions are looked at, and by whose calendar (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Present:
	"""A moment of the site's clock, `now`, which names no zone; days are those of `zone`, moments are stored in that of `site`."""

	now: datetime
	zone: ZoneInfo
	site: ZoneInfo

	@property
	def today(self) -> date:
		"""The day that it is in `zone`."""
		return self.now.replace(tzinfo=self.site).astimezone(self.zone).date()

	def begins(self, day: date) -> datetime:
		"""Return when a day of `zone` begins, on the site's clock."""
		return datetime.combine(day, time(), self.zone).astimezone(self.site).replace(tzinfo=None)
