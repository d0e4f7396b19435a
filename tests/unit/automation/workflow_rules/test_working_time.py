from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.automation.workflow_rules.working_time import WorkingTime

WEEK = WorkingTime()
SUNDAY_TO_THURSDAY = WorkingTime(frozenset({6, 0, 1, 2, 3}), time(8, 30), time(16))


@pytest.mark.parametrize(
	("day", "days", "expected"),
	[
		("2026-11-26", 0, "2026-11-26"),
		("2026-11-26", 1, "2026-11-27"),
		("2026-11-26", 2, "2026-11-30"),
		("2026-11-28", 0, "2026-11-30"),
		("2026-11-28", 1, "2026-11-30"),
		("2026-11-27", 10, "2026-12-11"),
	],
)
def test_working_days_leave_out_weekends(day, days, expected):
	assert WEEK.day_after(date.fromisoformat(day), days) == date.fromisoformat(expected)


@pytest.mark.parametrize(
	("moment", "hours", "expected"),
	[
		("2026-11-26 10:00", 3, "2026-11-26 13:00"),
		("2026-11-26 07:00", 1, "2026-11-26 10:00"),
		("2026-11-26 16:30", 1, "2026-11-27 09:30"),
		("2026-11-27 16:00", 2, "2026-11-30 10:00"),
		("2026-11-27 18:00", 8, "2026-11-30 17:00"),
		("2026-11-28 12:00", 9, "2026-12-01 10:00"),
	],
)
def test_working_hours_leave_out_nights_and_weekends(moment, hours, expected):
	assert WEEK.after_hours(datetime.fromisoformat(moment), hours) == datetime.fromisoformat(expected)


def test_another_week_has_other_days_and_hours():
	friday = datetime(2026, 11, 27, 12)
	assert SUNDAY_TO_THURSDAY.day_after(friday.date(), 0) == date(2026, 11, 29)
	assert SUNDAY_TO_THURSDAY.after_hours(friday, 8) == datetime(2026, 11, 30, 9)


def weeks() -> st.SearchStrategy[WorkingTime]:
	days = st.frozensets(st.integers(0, 6), min_size=1)
	return st.builds(WorkingTime, days, st.times(max_value=time(11)), st.times(min_value=time(12)))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), st.integers(1, 200), weeks())
def test_a_working_hour_ends_in_working_hours(moment, hours, week):
	end = week.after_hours(moment, hours)
	assert end.weekday() in week.days
	assert week.begins <= end.time() <= week.ends
	assert end - moment >= timedelta(hours=hours)
