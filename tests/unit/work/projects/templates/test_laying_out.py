"""From which day a project is laid out."""

from datetime import date, datetime, time

import pytest

from frappe_crm_app.work.projects.planning.calendar import WorkingCalendar
from frappe_crm_app.work.projects.templates.laying_out import first_day

# The first of June 2026 is a Monday; the eighth is a holiday.
CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 6, 8)}))


@pytest.mark.parametrize(
	("start", "hour", "first"),
	[
		(4, 16, 4),
		(4, 17, 5),
		(5, 23, 9),  # over the weekend and the holiday
		(6, 20, 9),
	],
)
def test_what_starts_today_after_work_is_laid_out_from_the_next_working_day(start, hour, first):
	now = datetime(2026, 6, start, hour)
	assert first_day(date(2026, 6, start), now, time(17), CALENDAR) == date(2026, 6, first)


@pytest.mark.parametrize("start", [date(2026, 6, 1), date(2026, 6, 9)])
def test_what_starts_on_another_day_is_laid_out_from_that(start):
	assert first_day(start, datetime(2026, 6, 4, 22), time(17), CALENDAR) == start
