"""Hours in which nobody is written to, by their own clock, and when sending will be over (pure: no Frappe)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
	"""From one time of day until another, which may be that of the next day."""

	begins: time
	ends: time

	def is_quiet(self, clock: time) -> bool:
		"""Return whether nobody is written to at this time of day."""
		if self.begins <= self.ends:
			return self.begins <= clock < self.ends
		return clock >= self.begins or clock < self.ends

	def end_after(self, moment: datetime) -> datetime:
		"""Return when the quiet hours end in which this moment is; the moment itself where it is in none."""
		if not self.is_quiet(moment.time()):
			return moment
		end = datetime.combine(moment.date(), self.ends, moment.tzinfo)
		return end if end > moment else end + DAY

	def begin_after(self, moment: datetime) -> datetime:
		"""Return when they begin next."""
		begin = datetime.combine(moment.date(), self.begins, moment.tzinfo)
		return begin if begin >= moment else begin + DAY

	def waits_until(self, moment: datetime, zone: ZoneInfo, site: ZoneInfo) -> datetime | None:
		"""Return until when somebody in `zone` is not to be written to, `None` where they may be now; both on the site's clock."""
		local = moment.replace(tzinfo=site).astimezone(zone)
		end = self.end_after(local)
		return None if end == local else end.astimezone(site).replace(tzinfo=None)


def read_time(value: object) -> time | None:
	"""Return a time of day as it is stored or typed (`22:00`, `22:00:00`, a `timedelta`); raises `ValueError` for none."""
	if value is None or value == "":
		return None
	if isinstance(value, time):
		return value
	if isinstance(value, timedelta):
		return (datetime.min + value % DAY).time()
	parts = str(value).strip().partition(".")[0].split(":")
	if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
		raise ValueError(value)
	return time(*map(int, parts))


def predict(begins: datetime, minutes: float, quiet: QuietHours | None) -> datetime:
	"""Return when so many minutes of sending are over, if it pauses in the quiet hours."""
	moment, left = begins, timedelta(minutes=minutes)
	if not quiet or quiet.begins == quiet.ends:
		return moment + left
	for _day in range(3660):
		moment = quiet.end_after(moment)
		room = quiet.begin_after(moment) - moment
		if left <= room:
			return moment + left
		moment, left = moment + room, left - room
	return moment
