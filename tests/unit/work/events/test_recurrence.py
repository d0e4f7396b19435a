"""Series against two oracles over changes of the clock in four zones: dateutil alone, and recurring-ical-events reading our ICS."""

from datetime import datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from frappe_crm_app.work.events.recurrence.rule import DAYS, RuleError, last_start, matches_start, read_rule
from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.recurrence.wall_time import as_local, as_utc, is_zone

# Clocks that change in spring and autumn, in the other half of the year, by half an hour, and on a Friday or Thursday.
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jerusalem")
BERLIN = ZoneInfo("Europe/Berlin")
UTC = timezone.utc


@st.composite
def rules(draw: st.DrawFn) -> str:
	"""Return a rule as people write them."""
	frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
	parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
	if draw(st.booleans()):
		parts.append(f"COUNT={draw(st.integers(1, 60))}")
	elif draw(st.booleans()):
		parts.append(f"UNTIL={draw(st.datetimes(datetime(2026, 6, 1), datetime(2028, 1, 1))):%Y%m%dT%H%M00}")
	if frequency == "YEARLY":
		parts.append(
			"BYMONTH=" + ",".join(map(str, sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=4)))))
		)
	if draw(st.booleans()) and frequency != "YEARLY":
		days = sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)))
		numbered = frequency == "MONTHLY" and draw(st.booleans())
		parts.append(
			"BYDAY="
			+ ",".join(f"{draw(st.sampled_from((1, 2, -1)))}{day}" if numbered else day for day in days)
		)
	elif draw(st.booleans()) and frequency in ("MONTHLY", "YEARLY"):
		parts.append(
			"BYMONTHDAY="
			+ ",".join(map(str, draw(st.sets(st.sampled_from((1, 15, 29, 30, 31, -1)), min_size=1))))
		)
	return ";".join(parts)


@st.composite
def series(draw: st.DrawFn) -> Series:
	"""Return a series whose first occurrence meets its rule, about a change of the clock."""
	zone = ZoneInfo(draw(st.sampled_from(ZONES)))
	starts = draw(st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 1))).replace(second=0, microsecond=0)
	rule = read_rule(draw(rules()), zone)
	first = next(iter(rrulestr(str(rule), dtstart=starts)), None)
	assume(first)
	assume(matches_start(rule, first))
	duration = timedelta(minutes=draw(st.integers(1, 2_000)))
	made = Series(first, duration, zone, rule)
	some = list(islice(made.all_starts(), 9))
	return Series(first, duration, zone, rule, frozenset(draw(st.sets(st.sampled_from(some[1:] or some)))))


WINDOWS = st.tuples(
	st.datetimes(datetime(2026, 3, 1), datetime(2027, 12, 1), timezones=st.just(UTC)), st.integers(1, 400)
)


@settings(max_examples=150)
@given(series(), WINDOWS)
def test_a_window_shows_what_dateutil_gives_from_the_beginning(it: Series, window: tuple) -> None:
	begins, ends = window[0], window[0] + timedelta(days=window[1])
	expected = []
	for local in rrulestr(str(it.rule), dtstart=it.starts):
		starts = local.replace(tzinfo=it.zone).astimezone(UTC)
		if starts > ends + timedelta(days=3):
			break
		if local not in it.excluded and starts < ends and starts + it.duration > begins:
			expected.append(starts)
	assert [each.starts for each in it.between(begins, ends)] == expected[:1000]


def ics_of(it: Series) -> Calendar:
	"""Return the series as another calendar would read it, with the zone by its name."""
	zone = it.zone.key
	until = it.rule.until
	rule = str(it.rule)
	if until:
		rule = rule.replace(it.rule.get("UNTIL"), f"{as_utc(until, it.zone):%Y%m%dT%H%M%SZ}")
	lines = [
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z",
		f"DTSTART;TZID={zone}:{it.starts:%Y%m%dT%H%M%S}",
		f"DURATION:PT{int(it.duration.total_seconds() // 60)}M",
		f"RRULE:{rule}",
		*(f"EXDATE;TZID={zone}:{local:%Y%m%dT%H%M%S}" for local in sorted(it.excluded)),
		"END:VEVENT", "END:VCALENDAR",
	]  # fmt: skip
	return Calendar.from_ical("\r\n".join(lines) + "\r\n")


def is_shown_once(local: datetime, zone: ZoneInfo) -> bool:
	"""Return whether a clock of the zone shows a moment once: neither skipped nor twice, of which libraries think differently."""
	return local.replace(tzinfo=zone, fold=0).utcoffset() == local.replace(tzinfo=zone, fold=1).utcoffset()


@settings(max_examples=120)
@given(series(), WINDOWS)
def test_a_window_shows_what_another_library_reads_in_our_ics(it: Series, window: tuple) -> None:
	begins, ends = window[0], window[0] + timedelta(days=min(window[1], 120))
	ours = [each.starts for each in it.between(begins, ends)]
	# Its durations are by the clock, ours exact: what only reaches into the window is compared by the test above.
	theirs = [event["DTSTART"].dt for event in recurring_ical_events.of(ics_of(it)).between(begins, ends)]
	assume(all(is_shown_once(moment.replace(tzinfo=None), it.zone) for moment in theirs))
	theirs = sorted(moment.astimezone(UTC) for moment in theirs)
	assert [each for each in ours if begins <= each < ends] == [
		each for each in theirs if begins <= each < ends
	]


@pytest.mark.parametrize("zone", ZONES)
def test_the_hour_by_the_clock_stays_when_clocks_change(zone: str) -> None:
	weekly = Series(
		datetime(2026, 1, 5, 9), timedelta(hours=1), ZoneInfo(zone), read_rule("FREQ=WEEKLY", BERLIN)
	)
	year = weekly.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
	assert len(year) == 52
	assert {as_local(each.starts, weekly.zone).hour for each in year} == {9}
	assert len({each.starts.hour * 60 + each.starts.minute for each in year}) == 2, (
		"the clock changes in the year"
	)


def test_a_time_that_the_clock_skips_and_one_that_it_shows_twice() -> None:
	daily = Series(datetime(2026, 3, 28, 2, 30), timedelta(hours=1), BERLIN, read_rule("FREQ=DAILY", BERLIN))
	found = daily.between(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
	assert [f"{each.starts:%d %H:%M}" for each in found] == ["28 01:30", "29 01:30", "30 00:30"]
	autumn = Series(datetime(2026, 10, 25, 2, 30), timedelta(hours=1), BERLIN)
	assert autumn.occurrence(autumn.starts).starts == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_whole_day_is_as_long_as_it_is() -> None:
	day = Series(datetime(2026, 3, 29), timedelta(days=1), BERLIN, is_all_day=True)
	occurrence = day.occurrence(day.starts)
	assert occurrence.ends - occurrence.starts == timedelta(hours=23)


def test_a_daily_series_of_many_years_is_found_at_once() -> None:
	daily = Series(datetime(1990, 1, 1, 9), timedelta(hours=1), BERLIN, read_rule("FREQ=DAILY", BERLIN))
	assert daily.later_start(datetime(2026, 1, 1)) == datetime(2025, 12, 31, 9)
	assert len(daily.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, tzinfo=UTC))) == 30


@pytest.mark.parametrize(
	"text",
	[
		"", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=1MO",
		"FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=-MO", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;COUNT=100000", "FREQ=WEEKLY;BYSETPOS=2;BYDAY=MO",
		"FREQ=YEARLY;BYWEEKNO=3", "FREQ=DAILY;UNTIL=20271345", "FREQ=DAILY;UNTIL=99990101", "FREQ=DAILY\r\nX-EVIL:1", "FREQ=DAILY;INTERVAL=1,2", "FREQ=WEEKLY;BYDAY=",
		"FREQ=MONTHLY;BYSETPOS=1", "FREQ=DAILY;INTERVAL=" + "9" * 300, "FREQ=DAILY;INTERVAL=٣",
	],
)  # fmt: skip
def test_other_rules_are_refused(text: str) -> None:
	with pytest.raises(RuleError):
		read_rule(text, BERLIN)


def test_a_rule_is_written_in_one_way() -> None:
	assert str(read_rule(" rrule:byday=we,mo;freq=weekly;interval=1; ", BERLIN)) == "FREQ=WEEKLY;BYDAY=MO,WE"
	assert str(read_rule("FREQ=DAILY;UNTIL=20260701T100000Z", BERLIN)) == "FREQ=DAILY;UNTIL=20260701T120000"
	assert str(read_rule("FREQ=DAILY;UNTIL=20260701", BERLIN)) == "FREQ=DAILY;UNTIL=20260701T235959"


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
	try:
		rule = read_rule(text, BERLIN)
	except RuleError:
		return
	assert str(read_rule(str(rule), BERLIN)) == str(rule)


def test_a_series_ends_where_its_last_occurrence_starts() -> None:
	starts = datetime(2026, 1, 31, 9)
	assert last_start(read_rule("FREQ=MONTHLY;COUNT=3", BERLIN), starts) == datetime(2026, 5, 31, 9)
	assert last_start(read_rule("FREQ=MONTHLY", BERLIN), starts) is None
	assert not matches_start(read_rule("FREQ=WEEKLY;BYDAY=MO", BERLIN), starts), "it is a Saturday"
	assert not matches_start(read_rule("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1SA", BERLIN), starts)


@pytest.mark.parametrize(
	("name", "is_one"),
	[("Europe/Berlin", True), ("Mars/Base", False), ("../../etc/passwd", False), ("", False), (None, False)],
)
def test_zones_by_their_names(name: str | None, is_one: bool) -> None:
	assert is_zone(name) == is_one
