"""When an event takes place: `starts_on` and `ends_on` are on the site's clock, as people edit them, and kept by the event's own clock as well.

The latter is what a series goes by, so that it stays at its hour when clocks change.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_datetime, getdate

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import RULES, Repeats
from frappe_crm_app.kit.exceptions import PeriodError, RecurrenceError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.timezones import from_site, on_site, zone_of
from frappe_crm_app.work.events.recurrence.rule import (
	DAYS,
	Rule,
	RuleError,
	last_start,
	matches_start,
	read_rule,
)
from frappe_crm_app.work.events.recurrence.series import DAY, Series
from frappe_crm_app.work.events.recurrence.wall_time import (
	as_local,
	as_utc,
	is_zone,
	read_written,
	written,
)

USUAL = timedelta(hours=1)
LONGEST = timedelta(days=60)
MOST_EXCLUDED = 500
EARLIEST, LATEST = datetime(1971, 1, 1), datetime(2200, 1, 1)


def keep_time(event: Document) -> None:
	"""Fill zone and end, and keep both ends by the event's clock; raises `PeriodError`."""
	event.time_zone = zone_named(event)
	if not event.starts_on:
		return  # Frappe says that it is missing
	zone = ZoneInfo(event.time_zone)
	starts = get_datetime(event.starts_on).replace(microsecond=0)
	refuse_odd_start(starts)
	ends = get_datetime(event.ends_on or starts + USUAL).replace(microsecond=0)
	refuse_odd_period(starts, ends)
	if is_same_time(event):
		return
	local_starts, local_ends = (as_local(from_site(moment), zone) for moment in (starts, ends))
	if event.is_all_day:
		local_starts, local_ends = whole_days(local_starts, local_ends)
		starts, ends = (on_site(as_utc(moment, zone)) for moment in (local_starts, local_ends))
	event.starts_on, event.ends_on = starts, ends
	event.local_starts_on, event.local_ends_on = written(local_starts), written(local_ends)


def zone_named(event: Document) -> str:
	"""Return the event's zone, its owner's where none is named; raises `frappe.ValidationError` for one that is not there."""
	if event.time_zone:
		if not is_zone(event.time_zone):
			frappe.throw(_("There is no time zone “{0}”.").format(escape_html(event.time_zone[:60])))
		return event.time_zone
	user = event.event_owner and frappe.get_cached_value("User", event.event_owner, "time_zone")
	return zone_of(user).key


def is_same_time(event: Document) -> bool:
	"""Return whether the time is as it was: of a moment that a clock shows twice, the one that was meant stays."""
	before = event.get_doc_before_save()
	if not before or not event.local_starts_on:
		return False
	is_same = all(before.get(field) == event.get(field) for field in ("time_zone", "is_all_day"))
	return is_same and all(
		get_datetime(before.get(field)) == get_datetime(event.get(field))
		for field in ("starts_on", "ends_on")
	)


def refuse_odd_period(starts: datetime, ends: datetime) -> None:
	"""Raise `PeriodError` for an end before the start, and for weeks and weeks."""
	if ends < starts:
		frappe.throw(_("An event cannot end before it starts."), PeriodError)
	if ends - starts > LONGEST:
		frappe.throw(_("An event lasts at most {0} days.").format(LONGEST.days), PeriodError)


def refuse_odd_start(starts: datetime) -> None:
	"""Raise `PeriodError` for times that no calendar program takes, near whose ends nothing can be counted either."""
	if not EARLIEST <= starts <= LATEST:
		frappe.throw(_("An event is between the years {0} and {1}.").format(1971, 2199), PeriodError)


def whole_days(starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
	"""Return the midnights between which whole days lie: the last one is that in which it ends, of an end at midnight the one before."""
	first = starts.date()
	last = max(first, (ends - timedelta(seconds=1)).date())
	return datetime.combine(first, time()), datetime.combine(last + DAY, time())


def keep_recurrence(event: Document) -> None:
	"""Write the rule that was chosen, keep what is left out, and note when the series ends; raises `RecurrenceError`."""
	choose_rule(event)
	if not event.starts_on:
		return
	if not event.rrule:
		event.excluded, event.series_ends_on = None, event.ends_on
		return
	series = series_of(event)
	if not matches_start(series.rule, series.starts):
		frappe.throw(
			_("The event starts on a day, or at a time, that its recurrence leaves out."), RecurrenceError
		)
	keep_excluded(event, series)
	last = last_start(series.rule, series.starts)
	event.series_ends_on = on_site(series.occurrence(last).ends) if last and last.year < 2300 else None


def choose_rule(event: Document) -> None:
	"""Set the rule from what was chosen; a rule that was written says that it is one of its own."""
	event.repeats = event.repeats or Repeats.NEVER
	was_written = bool(event.rrule) and is_changed(event, "rrule") and not is_chosen(event)
	if was_written:
		event.repeats = Repeats.CUSTOM
	if event.repeats == Repeats.NEVER:
		event.rrule = event.repeats_until = None
	elif event.repeats == Repeats.CUSTOM:
		event.repeats_until = None
		event.rrule = str(rule_of(event.rrule or "", ZoneInfo(event.time_zone)))
	else:
		until = f";UNTIL={getdate(event.repeats_until):%Y%m%d}" if event.repeats_until else ""
		event.rrule = str(rule_of(RULES[event.repeats] + until, ZoneInfo(event.time_zone)))


def is_chosen(event: Document) -> bool:
	"""Return whether it was chosen in this save how often the event takes place, by another value than Custom."""
	before = event.get_doc_before_save()
	former = before.repeats if before else Repeats.NEVER
	return event.repeats not in (former, Repeats.CUSTOM)


def rule_of(text: str, zone: ZoneInfo) -> Rule:
	"""Return the rule that a text is; raises `RecurrenceError`."""
	try:
		return read_rule(text, zone)
	except RuleError as error:
		frappe.throw(
			_("“{0}” is no recurrence that calendars read alike.").format(escape_html(error.part[:80])),
			RecurrenceError,
		)


def keep_excluded(event: Document, series: Series) -> None:
	"""Let what is left out move with the series, and forget what is none of it any more; raises `RecurrenceError` for too much."""
	before = event.get_doc_before_save()
	if before and before.local_starts_on and before.local_starts_on != event.local_starts_on:
		moved = read_written(event.local_starts_on) - read_written(before.local_starts_on)
		excluded = sorted(each + moved for each in series.excluded)
	else:
		excluded = sorted(series.excluded)
	whole = Series(series.starts, series.duration, series.zone, series.rule, frozenset(), series.is_all_day)
	if before and any(is_changed(event, field) for field in ("rrule", "local_starts_on", "time_zone")):
		excluded = [each for each in excluded if whole.has(each)]
	if len(excluded) > MOST_EXCLUDED:
		frappe.throw(_("At most {0} days of a series are left out.").format(MOST_EXCLUDED), RecurrenceError)
	event.excluded = "\n".join(map(written, excluded)) or None


def series_of(event: frappe._dict | Document) -> Series:
	"""Return when an event, a document or its columns, takes place."""
	zone = zone_of(event.time_zone)
	starts, ends = read_written(event.local_starts_on), read_written(event.local_ends_on)
	is_all_day = bool(event.is_all_day)
	duration = ends - starts if is_all_day else as_utc(ends, zone) - as_utc(starts, zone)
	excluded = frozenset(read_written(line) for line in (event.excluded or "").split())
	rule = read_rule(event.rrule, zone) if event.rrule else None
	return Series(starts, max(duration, timedelta()), zone, rule, excluded, is_all_day)


def moved_rule(rule: Rule, starts: datetime) -> str:
	"""Return the rule of a series that is moved to another day: what it says of one day of the week goes along."""
	day = rule.get("BYDAY")
	if day in DAYS and not rule.get("BYSETPOS"):
		return str(rule).replace(f"BYDAY={day}", f"BYDAY={DAYS[starts.weekday()]}")
	return str(rule)
