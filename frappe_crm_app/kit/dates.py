"""Dates that came as text, read in one stated order and never completed from today (pure).

Year-month-day always; a day and month in digits in the order of the site's format; a month by its name, with day and year beside it.
Anything else is no date: `2026` and `Mar 2026` name no day, `3/8/26` no year.
"""

import re
from datetime import datetime

from dateutil import parser

ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(\S.*))?|(\d{4})(\d{2})(\d{2})")
IN_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]+(\S.*))?")
MONTH = re.compile(r"[^\W\d_]{3}")
# Whatever a text leaves out differs between the two.
COMPLETIONS = (datetime(2001, 2, 3), datetime(2010, 11, 12))


def read_moment(text: str, date_format: str) -> datetime:
	"""Return the date or moment that `text` is; `date_format` is Frappe's (`dd-mm-yyyy`). Raises `ValueError` for none.

	A text without a time is midnight, one with a zone keeps it.
	"""
	text = text.strip()
	if found := ISO.fullmatch(text):
		year, month, day = (found[1], found[3], found[4]) if found[1] else found.groups()[5:]
		return joined(year, month, day, found[5])
	if found := IN_DIGITS.fullmatch(text):
		month, day = (found[3], found[1]) if is_day_first(date_format) else (found[1], found[3])
		return joined(found[4], month, day, found[5])
	return read_named_month(text)


def joined(year: str, month: str, day: str, time: str | None) -> datetime:
	"""Return the moment on a day; raises `ValueError` where there is no such day or time."""
	date = datetime(int(year), int(month), int(day))
	if not time:
		return date
	moment = parser.parse(time, default=date)
	if moment.date() != date.date():
		raise ValueError(time)
	return moment


def is_day_first(date_format: str) -> bool:
	"""Return whether the site writes the day before the month; raises `ValueError` where it states no order for such a date."""
	if date_format.startswith("yyyy"):
		raise ValueError(date_format)
	return date_format.index("dd") < date_format.index("mm")


def read_named_month(text: str) -> datetime:
	"""Return the moment in a text with the name of a month; raises `ValueError` where it leaves out day, month or year."""
	if not MONTH.search(text):
		raise ValueError(text)
	try:
		first, second = (parser.parse(text, default=completion) for completion in COMPLETIONS)
	except OverflowError as error:
		raise ValueError(text) from error
	if first != second:
		raise ValueError(text)
	return first
