"""Invitations (iCalendar, RFC 5545) as lines that people read. Only what is sure is said; the file itself is an attachment."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from frappe_crm_app.channels.mail.reading import characters

LONGEST = 500_000  # characters of a calendar that are read
FOLD = re.compile(r"\n[ \t]")
LINE = re.compile(r'([A-Za-z0-9-]{1,60})((?:;(?:[^":;\n]|"[^"\n]*")*)*):([^\n]*)')
ESCAPED = re.compile(r"\\([\\,;nN])")
ZONE = re.compile(r';TZID="?([^":;]{1,80})', re.I)
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?")
SAID = {
	"REQUEST": "Invitation",
	"PUBLISH": "Event",
	"CANCEL": "Cancelled",
	"COUNTER": "Another time is proposed",
	"DECLINECOUNTER": "The proposed time is declined",
	"ADD": "Further date",
}
REPLIES = {
	"ACCEPTED": "Accepted",
	"DECLINED": "Declined",
	"TENTATIVE": "Accepted tentatively",
	"DELEGATED": "Delegated",
}


class Line(NamedTuple):
	"""A line of a calendar: its name in capitals, its parameters as they came, its value."""

	name: str
	parameters: str
	value: str

	@property
	def text(self) -> str:
		return characters.of_one_line(
			ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], self.value)
		)


def describe(source: str) -> str:
	"""Return what a calendar says of its first event, in at most four lines; `""` where there is none."""
	method, event = "", {}
	for line in lines(source):
		if line.name == "METHOD":
			method = line.text.upper()
		elif line.name == "END" and line.text.upper() == "VEVENT":
			return words_of(method, event)
		elif line.name == "BEGIN":
			event = {} if line.text.upper() == "VEVENT" else event
		else:
			event.setdefault(line.name, line)
	return ""


def lines(source: str) -> list[Line]:
	"""Return the lines of a calendar, unfolded."""
	unfolded = FOLD.sub("", characters.of_lines(source[:LONGEST]))
	matches = (LINE.fullmatch(line) for line in unfolded.split("\n"))
	return [Line(match[1].upper(), match[2], match[3]) for match in matches if match]


def words_of(method: str, event: dict[str, Line]) -> str:
	"""Return what is said of an event: what happens to it, when and where it is."""
	words = [f"{said_by(method, event)}: {text_of(event, 'SUMMARY') or '-'}"]
	if when := when_of(event):
		words.append(f"When: {when}")
	if where := text_of(event, "LOCATION"):
		words.append(f"Where: {where}")
	return "\n".join(words)


def text_of(event: dict[str, Line], name: str) -> str:
	return event[name].text if name in event else ""


def said_by(method: str, event: dict[str, Line]) -> str:
	"""Return what a calendar does to its event; of an answer, what the answer is."""
	if method != "REPLY":
		return SAID.get(method, "Event")
	attendee = event.get("ATTENDEE")
	state = re.search(r";PARTSTAT=\"?([A-Z-]{1,30})", attendee.parameters, re.I) if attendee else None
	return REPLIES.get(state[1].upper() if state else "", "Answer")


def when_of(event: dict[str, Line]) -> str:
	"""Return from when to when an event is, in the time zone that is written, each day once."""
	begin, end = moment_of(event.get("DTSTART")), moment_of(event.get("DTEND"))
	if not begin:
		return ""
	if end and end.is_day:
		end = end._replace(at=end.at - timedelta(days=1))  # the first day after it is what is written
	words = begin.text
	if end and end.at > begin.at:
		words += f" – {end.text if end.at.date() != begin.at.date() else f'{end.at:%H:%M}'}"
	words += f" ({begin.zone})" if begin.zone else ""
	return f"{words}, repeated" if "RRULE" in event else words


class Moment(NamedTuple):
	"""A day, or a time of one in a zone as it is called there, which may be empty."""

	at: datetime
	is_day: bool
	zone: str

	@property
	def text(self) -> str:
		return f"{self.at:%Y-%m-%d}" if self.is_day else f"{self.at:%Y-%m-%d %H:%M}"


def moment_of(line: Line | None) -> Moment | None:
	match = MOMENT.fullmatch(line.value.strip()) if line else None
	if not match:
		return None
	zone = ZONE.search(line.parameters)
	try:
		at = datetime(*(int(match[place] or 0) for place in range(1, 6)))
	except ValueError:
		return None
	return Moment(
		at, match[4] is None, "UTC" if match[6] else characters.of_one_line(zone[1]) if zone else ""
	)
