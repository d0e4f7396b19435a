"""When a mail was written, as far as can be told."""

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from itertools import islice

from frappe_crm_app.channels.mail.reading.headers import Fields

ISO = re.compile(
	r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
NAMED_AND_NUMBERED = re.compile(r"\b(?:GMT|UTC)\s*([+-]\d{4})\b", re.I)
LONGEST = 200  # characters of a date
MOST_SERVERS = 50  # on the way of a mail
FIRST_YEAR, LAST_YEAR = 1980, 2200
FURTHEST_ZONE = 15 * 3600  # seconds from Greenwich; nobody lives as far away
TOLERANCE = timedelta(days=1)  # by which the clock of a sender may be fast


def sent_on(fields: Fields) -> datetime | None:
	"""Return when a mail was sent, in UTC.

	That is its `Date`, unless a server says that it had arrived before: the clock of a server is right, that of a sender may be
	wrong by years. A mail without a date that can be read was sent when the first server had it.
	"""
	written = read_date(fields.first("date"))
	lines = islice(fields.raw("received"), MOST_SERVERS)
	arrivals = [arrival for line in lines if (arrival := read_date(line[-LONGEST:].rpartition(";")[2]))]
	if not arrivals:
		return written
	return arrivals[-1] if written is None or written > arrivals[0] + TOLERANCE else written


def read_date(text: str) -> datetime | None:
	"""Return the instant of a date in UTC, one without a zone taken for UTC; None for what is none, or of no year of mails."""
	text = text.strip()[:LONGEST]
	try:
		read = read_rfc(text) or read_iso(text)
	except (ValueError, TypeError, IndexError, OverflowError):
		return None
	return read if read and FIRST_YEAR <= read.year <= LAST_YEAR else None


def read_rfc(text: str) -> datetime | None:
	parts = parsedate_tz(NAMED_AND_NUMBERED.sub(r"\1", text))
	if not parts or not parts[0]:
		return None
	year, month, day, hour, minute, second = parts[:6]
	return in_utc(datetime(year, month, day, hour, minute, min(second, 59)), parts[9] or 0)


def read_iso(text: str) -> datetime | None:
	match = ISO.match(text)
	if not match:
		return None
	year, month, day, hour, minute, second = (int(match[place] or 0) for place in range(1, 7))
	return in_utc(datetime(year, month, day, hour, minute, min(second, 59)), seconds_of(match[7] or "Z"))


def seconds_of(zone: str) -> int:
	if zone == "Z":
		return 0
	hours, minutes = int(zone[1:3]), int(zone[-2:])
	return (hours * 3600 + minutes * 60) * (-1 if zone[0] == "-" else 1)


def in_utc(local: datetime, offset: int) -> datetime:
	"""Return the instant at which it is `local` so many seconds east of Greenwich; an impossible zone is none."""
	if abs(offset) > FURTHEST_ZONE:
		offset = 0
	return (local - timedelta(seconds=offset)).replace(tzinfo=timezone.utc)
