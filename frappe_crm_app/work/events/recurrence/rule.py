"""A recurrence rule (RRULE of RFC 5545), read into the few forms that calendars agree on (pure).

What is left out (BYHOUR, BYWEEKNO, EASTER, ...) calendars read differently, or makes series that end no search. A rule is written in one
way: the same rule is the same text.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from frappe_crm_app.work.events.recurrence.wall_time import as_local

LONGEST = 200
MOST_INTERVAL = 99
MOST_COUNT = 1000
ORDER = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")
ALLOWED = {
	"DAILY": {"BYDAY"},
	"WEEKLY": {"BYDAY", "WKST"},
	"MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
	"YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"},
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PLAIN_DAY = re.compile("|".join(DAYS))
NUMBERED_DAY = re.compile(rf"([+-]?)([1-5])?({'|'.join(DAYS)})")
UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)


class RuleError(ValueError):
	"""A rule that is none of these; `part` is what of it is at fault, as it was written."""

	def __init__(self, part: str) -> None:
		super().__init__(part)
		self.part = part


@dataclass(frozen=True)
class Rule:
	"""Names and values of a rule, as texts; `UNTIL` is a moment of the zone's clock."""

	parts: tuple[tuple[str, str], ...]

	def __str__(self) -> str:
		return ";".join(f"{name}={value}" for name, value in self.parts)

	def get(self, name: str) -> str:
		return dict(self.parts).get(name, "")

	@property
	def frequency(self) -> str:
		return self.get("FREQ")

	@property
	def interval(self) -> int:
		return int(self.get("INTERVAL") or 1)

	@property
	def until(self) -> datetime | None:
		"""The last moment at which an occurrence may start, by the zone's clock."""
		return datetime.strptime(self.get("UNTIL"), "%Y%m%dT%H%M%S") if self.get("UNTIL") else None


def read_rule(text: str, zone: ZoneInfo) -> Rule:
	"""Return the rule that `text` is; raises `RuleError`.

	An UNTIL in UTC is brought to the zone's clock, and one that is a day means all of it.
	"""
	text = text.strip().upper().removeprefix("RRULE:").strip().strip(";")
	if len(text) > LONGEST:
		raise RuleError(text[:20] + "…")
	parts = dict(part_of(each) for each in text.split(";"))
	if len(parts) != len(text.split(";")):
		raise RuleError(text)
	refuse_odd_combinations(parts)
	parts = {name: read_part(name, parts[name], parts["FREQ"], zone) for name in ORDER if name in parts}
	if parts.get("INTERVAL") == "1":
		del parts["INTERVAL"]
	return Rule(tuple(parts.items()))


def part_of(text: str) -> tuple[str, str]:
	"""Return name and value of a part; raises `RuleError`."""
	name, equals, value = text.strip().partition("=")
	if not equals or name not in ORDER or not value:
		raise RuleError(text)
	return name, value


def refuse_odd_combinations(parts: dict[str, str]) -> None:
	"""Raise `RuleError` for what a frequency does not take, and for two ends."""
	frequency = parts.get("FREQ", "")
	if frequency not in ALLOWED:
		raise RuleError(f"FREQ={frequency}")
	if "COUNT" in parts and "UNTIL" in parts:
		raise RuleError(f"UNTIL={parts['UNTIL']}")
	for name in parts:
		if name.startswith("BY") and name not in ALLOWED[frequency]:
			raise RuleError(f"{name}={parts[name]}")
	if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY"} & parts.keys():
		raise RuleError(f"BYSETPOS={parts['BYSETPOS']}")


def read_part(name: str, value: str, frequency: str, zone: ZoneInfo) -> str:
	"""Return the value of a part as it is kept; raises `RuleError`."""
	if name == "UNTIL":
		return read_until(value, zone)
	if name == "BYDAY":
		return read_days(value, frequency)
	if name == "WKST":
		return value if value in DAYS else refused(name, value)
	bounds = {
		"INTERVAL": (1, MOST_INTERVAL),
		"COUNT": (1, MOST_COUNT),
		"BYMONTH": (1, 12),
		"BYMONTHDAY": (-31, 31),
		"BYSETPOS": (-31, 31),
	}
	return value if name == "FREQ" else read_numbers(name, value, *bounds[name])


def read_numbers(name: str, value: str, least: int, most: int) -> str:
	"""Return numbers in this range, ascending, each once; `INTERVAL` and `COUNT` are one."""
	texts = value.split(",")
	if not all(map(NUMBER.fullmatch, texts)) or (len(texts) > 1 and not name.startswith("BY")):
		refused(name, value)
	numbers = sorted({int(text) for text in texts})
	if not all(least <= number <= most and number for number in numbers):
		refused(name, value)
	return ",".join(map(str, numbers))


def read_days(value: str, frequency: str) -> str:
	"""Return days of the week, from Monday, each once; which one of a month (`2TU`) only where the rule has months."""
	form = NUMBERED_DAY if frequency in ("MONTHLY", "YEARLY") else PLAIN_DAY
	days = value.split(",")
	if not all(form.fullmatch(day) for day in days):
		refused("BYDAY", value)
	days = {day.removeprefix("+") for day in days}
	if any(day.startswith("-") and len(day) == 3 for day in days):
		refused("BYDAY", value)
	return ",".join(sorted(days, key=lambda day: (DAYS.index(day[-2:]), day)))


def read_until(value: str, zone: ZoneInfo) -> str:
	"""Return the last moment of a series by the zone's clock."""
	found = UNTIL.fullmatch(value)
	if not found:
		refused("UNTIL", value)
	try:
		moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")
	except ValueError:
		refused("UNTIL", value)
	if not 1900 <= moment.year <= 9000:
		refused("UNTIL", value)
	if found[3]:
		moment = as_local(moment.replace(tzinfo=ZoneInfo("UTC")), zone)
	return moment.strftime("%Y%m%dT%H%M%S")


def refused(name: str, value: str) -> str:
	raise RuleError(f"{name}={value}")


def matches_start(rule: Rule, starts: datetime) -> bool:
	"""Return whether the first occurrence is `starts` itself: calendars disagree on a series that leaves its own beginning out."""
	days = {day[-2:] for day in rule.get("BYDAY").split(",") if day}
	if days and DAYS[starts.weekday()] not in days:
		return False
	months = {int(month) for month in rule.get("BYMONTH").split(",") if month}
	if months and starts.month not in months:
		return False
	if rule.until and starts > rule.until:
		return False
	return next(iter(rrulestr(str(rule), dtstart=starts)), None) == starts


def last_start(rule: Rule, starts: datetime) -> datetime | None:
	"""Return when the last occurrence starts, by the zone's clock, at the latest; `None` for a series without an end."""
	if rule.until:
		return rule.until
	if not rule.get("COUNT"):
		return None
	return list(rrulestr(str(rule), dtstart=starts))[-1]
