"""Seats, uploads, calendars and replies, without a site."""

from datetime import date, datetime, timedelta, timezone
from email import message_from_string
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.work.events.ics import Entry, Person, calendar_of, read_reply
from frappe_crm_app.work.events.invitations.alternative import NoAlternatives, with_calendar
from frappe_crm_app.work.events.recurrence.series import Series
from frappe_crm_app.work.events.room.uploads import LARGEST, UploadError, clean_name
from frappe_crm_app.work.events.seats import Coming, waiting

NOON = datetime(2027, 6, 7, 12)
BERLIN = ZoneInfo("Europe/Berlin")
STAMP = datetime(2027, 1, 1, tzinfo=timezone.utc)


@st.composite
def people(draw: st.DrawFn) -> list[Coming]:
	number = draw(st.integers(0, 12))
	made = []
	for key in range(number):
		state = draw(st.sampled_from(("new", "seat", "waited")))
		made.append(
			Coming(
				str(key),
				NOON + timedelta(minutes=draw(st.integers(0, 5))),
				state == "waited",
				state == "seat",
			)
		)
	return made


@given(people(), st.integers(0, 12))
def test_nobody_loses_a_seat_none_is_empty_while_somebody_waits_and_the_first_comes_first(coming, capacity):
	wait = waiting(coming, capacity)
	seated = [each for each in coming if each.key not in wait]
	if not capacity:
		assert not wait
		return
	assert all(not each.had_seat for each in coming if each.key in wait)
	had = sum(each.had_seat for each in coming)
	assert len(seated) == min(len(coming), max(capacity, had))
	for one in (each for each in coming if each.key in wait):
		later = [
			each
			for each in seated
			if not each.had_seat and (not each.waited, each.since) > (not one.waited, one.since)
		]
		assert not later


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_becomes_a_line_of_a_calendar(title, place, name):
	organizer = Person("a@x.example", name)
	entry = Entry(
		"1@x",
		title,
		Series(NOON, timedelta(hours=1), BERLIN),
		STAMP,
		place=place,
		organizer=organizer,
		attendees=(organizer,),
	)
	events = Calendar.from_ical(calendar_of([entry, entry], "REQUEST")).walk()
	assert [each.name for each in events] == ["VCALENDAR", "VEVENT", "VEVENT"]
	assert str(events[1]["uid"]) == "1@x"
	assert str(events[1]["attendee"]) == "mailto:a@x.example"


def test_the_same_entries_are_the_same_bytes():
	entry = Entry("1@x", "Launch", Series(NOON, timedelta(hours=1), BERLIN), STAMP)
	assert calendar_of([entry]) == calendar_of([entry])


def mail(html: str = "<p>Hello</p>") -> str:
	root, alternatives = MIMEMultipart("mixed"), MIMEMultipart("alternative")
	root.attach(alternatives)
	alternatives.attach(MIMEText("Hello", "plain", "utf-8"))
	alternatives.attach(MIMEText(html, "html", "utf-8"))
	return root.as_string()


def test_a_calendar_is_the_last_alternative_and_the_others_stay():
	read = message_from_string(with_calendar(mail(), b"BEGIN:VCALENDAR" * 99, "REQUEST"))
	types = [part.get_content_type() for part in read.walk()]
	assert types == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
	part = list(read.walk())[-1]
	assert (part.get_param("method"), part.get_payload(decode=True)) == ("REQUEST", b"BEGIN:VCALENDAR" * 99)


def test_a_mail_without_alternatives_takes_no_calendar():
	with pytest.raises(NoAlternatives):
		with_calendar("Subject: x\n\nHello", b"", "REQUEST")


@given(st.binary(max_size=300))
def test_whatever_comes_as_a_reply_is_read_or_left_alone(content):
	assert read_reply(b"METHOD:REPLY\r\n" + content) is None
	read_reply(
		b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
		+ content
		+ b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	)


@pytest.mark.parametrize(
	("line", "day"),
	[
		("", None),
		("RECURRENCE-ID:20270607T100000Z", datetime(2027, 6, 7, 10, tzinfo=timezone.utc)),
		("RECURRENCE-ID:20270607T100000", datetime(2027, 6, 7, 10)),
		("RECURRENCE-ID;VALUE=DATE:20270607", date(2027, 6, 7)),
		("RECURRENCE-ID;RANGE=THISANDFUTURE:20270607T100000Z", "none"),
		("RECURRENCE-ID:P1D", "none"),
		("RECURRENCE-ID:20270607T100000Z/PT1H", "none"),
		("RECURRENCE-ID:Tuesday", "none"),
		("RECURRENCE-ID:20270607\r\nRECURRENCE-ID:20270608", "none"),
	],
)
def test_a_reply_says_of_which_day_it_is(line, day):
	lines = [
		"BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1@x", "SEQUENCE:2", "ATTENDEE;PARTSTAT=DECLINED:mailto:a@x.example", line,
		"END:VEVENT", "END:VCALENDAR", "",
	]  # fmt: skip
	reply = read_reply("\r\n".join(filter(None, [*lines[:-1], "\r\n"])).encode())
	assert (reply.day if reply else "none") == day


@given(st.text(max_size=200))
def test_a_name_of_an_upload_is_no_path(name):
	cleaned = clean_name(f"{name}.pdf", b"%PDF-1.4 ")
	assert "/" not in cleaned
	assert "\\" not in cleaned
	assert not cleaned.startswith(".")
	assert len(cleaned) <= 110
	assert len(cleaned.encode()) <= 210


@pytest.mark.parametrize(
	("name", "content", "reason"),
	[
		("a.pdf", b"", "empty"),
		("a.pdf", b"%PDF" + b"0" * LARGEST, "size"),
		("a.svg", b"<svg/>", "kind"),
		("a.txt", b" <svg/>", "kind"),
		("a.pdf", b"<html>", "kind"),
		("a", b"%PDF-1.4", "kind"),
		("a.txt", b"\x00\x01", "kind"),
		("a.csv", b"\xef\xbb\xbf <html>", "kind"),
		("a.txt", " <svg/>".encode("utf-16"), "kind"),
		("a.csv", b"%PDF-1.4", "kind"),
		("a.txt", b"%PDF-1.4", "kind"),
		("a.txt", b"#!/bin/sh", "kind"),
		("a.pdf.exe", b"MZ", "kind"),
		("a.png", b"Hello", "kind"),
		("a.exe", b"Hello", "kind"),
	],
)
def test_what_is_not_taken(name, content, reason):
	with pytest.raises(UploadError, match=reason):
		clean_name(name, content)


@pytest.mark.parametrize(
	("name", "content"),
	[
		("a.csv", "Größe;5".encode("utf-16")),
		("a.csv", "Größe;5".encode("cp1252")),
		("a.txt", b"BMW, two of them\r\n"),
		("a.TXT", "Größe".encode()),
	],
)
def test_texts_as_people_save_them_are_taken(name, content):
	assert clean_name(name, content) == f"a.{name[-3:].lower()}"


def test_tokens_are_long_and_only_their_hash_is_kept():
	token = new_token()
	assert len(token) == 43
	assert hash_of_token(token) == hash_of_token(token) != hash_of_token(new_token())
	assert hash_of_token(None) == hash_of_token("short") == hash_of_token(["x"])
