from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.kit.dates import read_moment

EASTERN = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
	("text", "date_format", "moment"),
	[
		("2026-03-08", "mm/dd/yyyy", datetime(2026, 3, 8)),
		("2026/03/08", "dd-mm-yyyy", datetime(2026, 3, 8)),
		("20260308", "dd-mm-yyyy", datetime(2026, 3, 8)),
		("2026-03-08 02:30:00.5", "dd-mm-yyyy", datetime(2026, 3, 8, 2, 30, 0, 500000)),
		("2026-03-08T02:30:00-05:00", "dd-mm-yyyy", datetime(2026, 3, 8, 2, 30, tzinfo=EASTERN)),
		("08.03.2026", "dd.mm.yyyy", datetime(2026, 3, 8)),
		("08/03/2026", "dd.mm.yyyy", datetime(2026, 3, 8)),
		("08.03.2026", "mm/dd/yyyy", datetime(2026, 8, 3)),
		("08/03/2026", "mm/dd/yyyy", datetime(2026, 8, 3)),
		("8-3-2026 14:05", "dd-mm-yyyy", datetime(2026, 3, 8, 14, 5)),
		("8 Mar 2026", "mm/dd/yyyy", datetime(2026, 3, 8)),
		("March 8, 2026 2:30 PM", "dd-mm-yyyy", datetime(2026, 3, 8, 14, 30)),
	],
)
def test_a_date_is_read_in_one_stated_order(text, date_format, moment):
	assert read_moment(text, date_format) == moment


@pytest.mark.parametrize(
	("text", "date_format"),
	[
		("2026", "dd-mm-yyyy"),
		("2026-03", "dd-mm-yyyy"),
		("Mar 2026", "dd-mm-yyyy"),
		("8 March", "dd-mm-yyyy"),
		("March", "dd-mm-yyyy"),
		("3/8/26", "mm/dd/yyyy"),
		("2026-13-45", "yyyy-mm-dd"),
		("31/31/2026", "dd/mm/yyyy"),
		("13/03/2026", "mm/dd/yyyy"),
		("08/03/2026", "yyyy-mm-dd"),
		("2026-03-08 25:00", "yyyy-mm-dd"),
		("2026-03-08 x", "yyyy-mm-dd"),
		("soon", "dd-mm-yyyy"),
		("12", "dd-mm-yyyy"),
		("", "dd-mm-yyyy"),
	],
)
def test_what_leaves_out_day_month_or_year_is_no_date(text, date_format):
	with pytest.raises(ValueError):  # noqa: PT011
		read_moment(text, date_format)


@given(st.text(), st.sampled_from(["dd-mm-yyyy", "mm/dd/yyyy", "yyyy-mm-dd"]))
def test_any_text_is_a_date_or_a_value_error(text, date_format):
	try:
		read_moment(text, date_format)
	except (ValueError, OverflowError):
		return
