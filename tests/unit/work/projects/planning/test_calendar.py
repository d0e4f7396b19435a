"""Working days, without weekends and holidays."""

from datetime import date

import pytest

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
