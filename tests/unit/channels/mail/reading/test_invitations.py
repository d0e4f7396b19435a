"""Invitations: what they say is in the text, and the calendar is a file."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.reading.calendar import describe
from tests.unit.channels.mail.reading.builders import a_text, lines, mail_of, several


def event(*those: str, method: str = "REQUEST") -> str:
	return lines("BEGIN:VCALENDAR", f"METHOD:{method}", *those, "END:VCALENDAR").decode()


def of_event(*those: str, method: str = "REQUEST") -> str:
	return describe(event("BEGIN:VEVENT", *those, "END:VEVENT", method=method))


BERLIN = ("DTSTART;TZID=Europe/Berlin:20260302T100000", "DTEND;TZID=Europe/Berlin:20260302T113000")


def test_an_invitation_is_read_in_the_text_and_is_a_file():
	calendar = event("BEGIN:VEVENT", "SUMMARY:Kick-off", *BERLIN, "LOCATION:Room 5\\, Köln", "END:VEVENT")
	raw = mail_of(
		several(
			"alternative",
			a_text("Please come"),
			a_text("<p>Please come</p>", "text/html"),
			a_text(calendar.rstrip(), "text/calendar; charset=utf-8; method=REQUEST"),
		)
	)
	mail = read(raw)
	said = "Invitation: Kick-off\nWhen: 2026-03-02 10:00 – 11:30 (Europe/Berlin)\nWhere: Room 5, Köln"
	assert mail.text == f"Please come\n\n{said}"
	assert mail.html == f'<p>Please come</p><div style="white-space: pre-wrap">{said}</div>'
	assert [(file.name, file.content_type) for file in mail.attachments] == [("invite.ics", "text/calendar")]


def test_an_answer_says_what_it_is():
	assert (
		of_event(
			"SUMMARY:Kick-off",
			'ATTENDEE;CN="Doe; Jo";PARTSTAT=DECLINED:mailto:jo@example.com',
			method="REPLY",
		)
		== "Declined: Kick-off"
	)


@pytest.mark.parametrize(
	("method", "word"),
	[
		("CANCEL", "Cancelled"),
		("COUNTER", "Another time is proposed"),
		("PUBLISH", "Event"),
		("XYZ", "Event"),
	],
)
def test_what_happens_to_the_event_is_said(method, word):
	assert of_event("SUMMARY:A", method=method) == f"{word}: A"


@pytest.mark.parametrize(
	("those", "when"),
	[
		(("DTSTART:20260302T090000Z",), "2026-03-02 09:00 (UTC)"),
		(("DTSTART:20260302T220000Z", "DTEND:20260303T010000Z"), "2026-03-02 22:00 – 2026-03-03 01:00 (UTC)"),
		(("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260303"), "2026-03-02"),
		(("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260305"), "2026-03-02 – 2026-03-04"),
		(("DTSTART:20260302T090000", "RRULE:FREQ=WEEKLY"), "2026-03-02 09:00, repeated"),
	],
)
def test_when_it_is(those, when):
	assert of_event("SUMMARY:A", *those) == f"Invitation: A\nWhen: {when}"


@pytest.mark.parametrize("date", ["20261340T990000Z", "soon", ""])
def test_a_time_that_is_none_is_left_out(date):
	assert of_event("SUMMARY:A", f"DTSTART:{date}") == "Invitation: A"


def test_folded_lines_and_other_components_confuse_nobody():
	calendar = event(
		"BEGIN:VTIMEZONE",
		"BEGIN:STANDARD",
		"DTSTART:16010101T000000",
		"END:STANDARD",
		"END:VTIMEZONE",
		"BEGIN:VEVENT",
		"SUMM",
		" ARY:Lo",
		"\tng",
		"DTSTART:20260302T090000Z",
		"BEGIN:VALARM",
		"SUMMARY:Alarm",
		"END:VALARM",
		"END:VEVENT",
	)
	assert describe(calendar) == "Invitation: Long\nWhen: 2026-03-02 09:00 (UTC)"


@pytest.mark.parametrize(
	"source",
	["", "BEGIN:VEVENT", "no calendar", "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR"],
)
def test_what_has_no_event_says_nothing(source):
	assert describe(source) == ""
