"""Hours in which nobody is written to."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from frappe_crm_app.channels.campaigns.quiet_hours import QuietHours, predict, read_time

NIGHT = QuietHours(time(21), time(8))
NOON = QuietHours(time(12), time(14))
BERLIN, TOKYO, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo"), ZoneInfo("UTC")


@pytest.mark.parametrize(
	("hours", "clock", "is_quiet"),
	[
		(NIGHT, time(20, 59), False),
		(NIGHT, time(21), True),
		(NIGHT, time(3), True),
		(NIGHT, time(8), False),
		(NOON, time(12), True),
		(NOON, time(14), False),
	],
)
def test_a_time_of_day_is_quiet_or_not(hours, clock, is_quiet):
	assert hours.is_quiet(clock) == is_quiet


def test_they_are_by_the_persons_clock():
	moment = datetime(2026, 11, 27, 13)  # 22 o'clock in Tokyo
	assert NIGHT.waits_until(moment, BERLIN, UTC) is None
	assert NIGHT.waits_until(moment, TOKYO, UTC) == datetime(2026, 11, 27, 23)


def test_they_end_when_the_clock_says_so_on_the_day_it_is_put_forward():
	moment = datetime(2027, 3, 27, 22)
	assert NIGHT.waits_until(moment, BERLIN, UTC) == datetime(2027, 3, 28, 6)


def test_sending_pauses_in_them():
	begins = datetime(2026, 11, 27, 20)
	assert predict(begins, 30, NIGHT) == datetime(2026, 11, 27, 20, 30)
	assert predict(begins, 90, NIGHT) == datetime(2026, 11, 28, 8, 30)
	assert predict(begins, 60 + 13 * 60 + 10, NIGHT) == datetime(2026, 11, 29, 8, 10)
	assert predict(begins, 90, None) == datetime(2026, 11, 27, 21, 30)


@pytest.mark.parametrize("value", ["21:00", "21:00:00", timedelta(hours=21), time(21)])
def test_a_time_is_read_however_it_comes(value):
	assert read_time(value) == time(21)


@pytest.mark.parametrize("value", ["9 pm", "25:00", "21", "-1:00", "a:b"])
def test_what_is_no_time_is_refused(value):
	with pytest.raises(ValueError, match=r".*"):
		read_time(value)
