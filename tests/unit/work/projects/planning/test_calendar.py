"""Working days, without weekends and holidays."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.work.projects.planning.calendar import NoWorkingDayError, WorkingCalendar

# The first of June 2026 is a Monday; the fourth is a holiday.
CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 6, 4)}))


def june(day: int) -> date:
	return date(2026, 6, day)


@pytest.mark.parametrize(
	("day", "days", "expected"),
	[(1, 0, 1), (1, 3, 5), (5, 1, 8), (6, 0, 8), (8, -1, 5), (5, -1, 3), (8, -2, 3)],
)
def test_days_are_counted_without_weekends_and_holidays(day, days, expected):
	assert CALENDAR.shifted(june(day), days) == june(expected)


@pytest.mark.parametrize(("first", "last", "length"), [(1, 1, 1), (1, 5, 4), (5, 8, 2), (6, 7, 1), (4, 4, 1)])
def test_what_takes_no_working_day_takes_one(first, last, length):
	assert CALENDAR.length(june(first), june(last)) == length


@pytest.mark.parametrize(
	("before", "after", "days"), [(1, 1, 0), (1, 5, 3), (5, 1, -3), (5, 8, 1), (6, 7, 0)]
)
def test_the_days_between_two_are_those_by_which_the_second_is_later(before, after, days):
	assert CALENDAR.between(june(before), june(after)) == days


def test_a_calendar_without_a_working_day_is_refused_and_not_searched_for_ever():
	with pytest.raises(NoWorkingDayError):
		WorkingCalendar(weekdays=frozenset()).on_or_after(june(1))


DAYS = st.integers(-40, 90).map(lambda number: june(1) + timedelta(number))
CALENDARS = st.builds(
	WorkingCalendar,
	st.sets(st.integers(0, 6), min_size=1).map(frozenset),
	st.sets(DAYS, max_size=40).map(frozenset),
)


def days_worked(calendar: WorkingCalendar, day: date, step: int):
	"""Yield the working days from a day on, one by one."""
	while True:
		if calendar.is_working(day):
			yield day
		day += timedelta(step)


@given(CALENDARS, DAYS, st.integers(-90, 90))
def test_weeks_at_once_are_the_same_as_day_by_day(calendar, day, days):
	found = days_worked(calendar, day, 1 if days >= 0 else -1)
	expected = [next(found) for _each in range(abs(days) + 1)][-1]
	assert calendar.shifted(day, days) == expected


@given(CALENDARS, DAYS, DAYS)
def test_a_length_is_the_number_of_days_that_are_worked(calendar, first, last):
	number = sum(calendar.is_working(first + timedelta(each)) for each in range((last - first).days + 1))
	assert calendar.length(first, last) == max(number, 1)


def test_thousands_of_years_are_no_loop():
	first, last, began = date(1000, 1, 1), date(9999, 12, 31), time.monotonic()
	for _each in range(1_000):
		assert CALENDAR.length(first, last) > 2_000_000
		assert CALENDAR.shifted(last, -2_000_000) > first
	assert time.monotonic() - began < 5  # day by day it takes hours
