"""Invitations: mails with a calendar among their alternatives, each once; answers by link and by mail."""

from datetime import timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import frappe
import pytest
import requests

from frappe_crm_app.kit.exceptions import BusyError
from frappe_crm_app.records.mail.message import Address, Attachment, ReadMail
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.invitations import mailing, replies
from frappe_crm_app.work.events.invitations.owing import invite
from frappe_crm_app.work.events.recurrence.wall_time import as_utc
from frappe_crm_app.work.events.timing import series_of
from tests.factories import make_contact, make_mail, make_mailbox, make_meeting
from tests.site.work.events.conftest import API, fresh, owed, sent, token_of, work_off

RSVP = "invitations.api.answer"

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def event(committed, rep, ada):
	"""An event of the rep's to which Ada is invited, and has her mail."""
	event = make_meeting(ada, event_owner=rep, title="Launch", place="Pier 4", description="Bring boots")
	invite(event)
	work_off()
	return fresh(event)


def save(event, **values):
	event = fresh(event)
	event.update(values)
	event.save()
	work_off()
	return fresh(event)


def test_whoever_is_invited_gets_a_mail_with_buttons(event, rep):
	[(to, method, calendar)] = sent(event)
	component = calendar.walk("VEVENT")[0]
	assert (to, method, str(calendar["method"])) == ("ada@harbor.example", "REQUEST", "REQUEST")
	assert str(component["attendee"]) == "mailto:ada@harbor.example"
	assert component["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
	assert str(component["organizer"]) == f"mailto:{rep}"
	assert (component["sequence"], str(component["summary"]), str(component["location"])) == (
		0,
		"Launch",
		"Pier 4",
	)
	queue = frappe.get_doc(
		"Email Queue", frappe.get_all("CRM Event Mail", {"event": event.name}, pluck="email_queue")[0]
	)
	mail = message_from_bytes(queue.message.encode())
	texts = [
		part.get_payload(decode=True).decode()
		for part in mail.walk()
		if part.get_content_maintype() == "text"
	]
	assert all(token_of(event) in text.replace("=\n", "") for text in texts[:2]), (
		"text and HTML have the link"
	)
	assert rep in (mail["Reply-To"] or "")


def test_the_owner_is_not_invited_by_themselves_and_nobody_twice(event, rep):
	both = fresh(event)
	both.append("attendees", {"user": rep})
	both.append("attendees", {"contact": make_contact(email="two@harbor.example").name})
	both.save()
	assert invite(fresh(both)) == 1
	assert invite(fresh(both)) == 0


def test_a_change_that_matters_raises_the_sequence_and_is_mailed_and_another_one_is_not(event):
	assert save(event, capacity=9).sequence == 0
	changed = save(event, place="Pier 5", starts_on="2027-06-07 12:00", ends_on="2027-06-07 13:00")
	assert changed.sequence == 1
	assert owed(event) == [("Invitation", "Queued"), ("Change", "Queued")]
	assert sent(event)[-1][2].walk("VEVENT")[0]["sequence"] == 1
	assert save(event, status="Cancelled").sequence == 2
	_to, method, calendar = sent(event)[-1]
	component = calendar.walk("VEVENT")[0]
	assert (method, str(component["status"]), component["sequence"]) == ("CANCEL", "CANCELLED", 2)
	assert save(event, title="Whatever").status == "Cancelled"
	assert len(owed(event)) == 3, "of what is cancelled nobody hears any more"


def test_several_changes_at_once_are_one_mail(event):
	for place in ("Pier 5", "Pier 6", "Pier 7"):
		moved = fresh(event)
		moved.place = place
		moved.save()
	work_off()
	assert [status for kind, status in owed(event) if kind == "Change"] == ["Not Sent", "Not Sent", "Queued"]
	assert str(sent(event)[-1][2].walk("VEVENT")[0]["location"]) == "Pier 7"


def test_who_is_taken_off_the_event_hears_that_it_is_none_of_theirs(event):
	save(event, attendees=[])
	assert [(to, method) for to, method, _ in sent(event)][-1] == ("ada@harbor.example", "CANCEL")


def test_who_was_never_invited_hears_of_no_change(rep, ada):
	event = make_meeting(ada, event_owner=rep)
	save(event, place="Elsewhere")
	save(event, status="Cancelled")
	assert owed(event) == []


def test_a_crash_between_queue_and_mark_leaves_one_mail(event, monkeypatch):
	moved = fresh(event)
	moved.place = "Pier 5"
	moved.save()
	real = mailing.send

	def dies(*arguments):
		real(*arguments)
		raise KeyboardInterrupt

	monkeypatch.setattr(mailing, "send", dies)
	with pytest.raises(KeyboardInterrupt):
		work_off()
	frappe.db.rollback()
	monkeypatch.undo()
	before = frappe.db.count("Email Queue")
	work_off()
	work_off()
	assert frappe.db.count("Email Queue") == before + 1
	assert owed(event)[-1] == ("Change", "Queued")


def test_a_contact_without_an_address_is_named_and_not_tried_again(rep):
	event = make_meeting(make_contact(), event_owner=rep)
	invite(event)
	work_off()
	assert owed(event) == [("Invitation", "Not Sent")]
	assert "no address" in frappe.get_all("CRM Event Mail", {"event": event.name}, pluck="reason")[0]


def test_a_stranger_answers_by_link(event, guest, rep):
	answer = guest(RSVP, token=token_of(event), answer="Yes")
	assert answer.status_code == 200, answer.text
	row = fresh(event).attendees[0]
	assert (row.status, row.answered_by, bool(row.answered_on)) == ("Yes", "Link", True)
	assert frappe.db.exists("Notification Log", {"for_user": rep, "document_name": event.name})
	assert guest(RSVP, token=token_of(event), answer="No").json()["message"]["status"] == "No"
	assert guest(RSVP, token=token_of(event), answer="Attended").status_code == 417
	assert fresh(event).attendees[0].status == "No"


def test_a_link_that_was_changed_or_is_another_persons_answers_nothing(event, guest):
	token = token_of(event)
	row, _, mac = token.partition(".")
	other = make_meeting(make_contact(email="o@x.example"))
	for bad in (
		"",
		None,
		5,
		[token],
		f"{row}.{'0' * 32}",
		f"{other.attendees[0].name}.{mac}",
		token + "0",
		token.upper(),
	):
		assert guest(RSVP, token=bad, answer="Yes").status_code == 410, bad
	assert fresh(event).attendees[0].status == "Invited"
	gone = save(event, attendees=[])
	assert guest(RSVP, token=token, answer="Yes").status_code == 410
	assert not gone.attendees


def test_what_is_cancelled_or_over_takes_no_answers(event, guest, ada, rep):
	token = token_of(event)
	save(event, status="Cancelled")
	assert "cancelled" in guest(RSVP, token=token, answer="Yes").text
	over = make_meeting(ada, event_owner=rep, starts_on="2020-01-01 10:00")
	assert "over" in guest(RSVP, token=token_of(over), answer="Yes").text


def test_the_last_seat_goes_to_one_and_who_waits_hears_of_the_next(rep, guest):
	people = [make_contact(email=f"p{number}@harbor.example") for number in range(2)]
	event = make_meeting(*people, event_owner=rep, capacity=1)
	invite(event)
	work_off()
	answers = [
		guest(RSVP, token=token_of(event, row), answer="Yes").json()["message"] for row in event.attendees
	]
	assert [answer["is_waiting"] for answer in answers] == [False, True]
	assert "waiting list" in answers[1]["sentence"]
	guest(RSVP, token=token_of(event), answer="No")
	work_off()
	assert owed(event)[-1] == ("Seat", "Queued")
	assert sent(event)[-1][0] == "p1@harbor.example"


def test_fetching_the_page_writes_nothing(event, api):
	client = api(None)
	before = fresh(event).modified
	for path in (f"/rsvp?t={token_of(event)}&a=Yes", "/rsvp?t=nonsense", "/rsvp"):
		page = client.get(path)
		assert page.headers["Cache-Control"].startswith("no-store")
		assert page.headers["X-Robots-Tag"].startswith("noindex")
	frappe.db.rollback()
	assert fresh(event).modified == before
	assert client.get(f"/rsvp?t={token_of(event)}").status_code == 200
	assert client.get("/rsvp?t=nonsense").status_code == 410


def test_an_invited_user_answers_in_the_desk(api, colleague):
	event = make_meeting(colleague)
	answer = api(colleague).post(
		"/api/method/frappe_crm_app.work.events.api.respond", json={"event": event.name, "status": "Maybe"}
	)
	assert answer.json()["message"] == {"status": "Maybe", "is_waiting": False}
	assert fresh(event).attendees[0].answered_by == "Person"


# --- answers by mail ---


def reply_to(
	event,
	answer: str = "ACCEPTED",
	email: str = "ada@harbor.example",
	method: str = "REPLY",
	sequence: int | None = None,
	more: str = "",
) -> bytes:
	uid = sent(event)[0][2].walk("VEVENT")[0]["uid"]
	number = event.sequence if sequence is None else sequence
	lines = [
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}", f"SEQUENCE:{number}",
		"DTSTAMP:20270101T000000Z", f"ATTENDEE;PARTSTAT={answer}:mailto:{email}", *([more] if more else []), "END:VEVENT", "END:VCALENDAR", "",
	]  # fmt: skip
	return "\r\n".join(lines).encode()


def receive(calendar: bytes, sender: str = "ada@harbor.example", results: str = "") -> None:
	attachment = Attachment("invite.ics", "text/calendar", calendar)
	headers = {"Authentication-Results": results} if results else {}
	read = ReadMail("0" * 64, sender=Address(sender), attachments=(attachment,), headers=headers)
	stored = make_mail(make_mailbox("Administrator"), sender=sender)
	replies.heed(stored.mail, "", read)


@pytest.mark.parametrize(
	("said", "status"), [("ACCEPTED", "Yes"), ("DECLINED", "No"), ("TENTATIVE", "Maybe")]
)
def test_an_answer_of_a_mail_program_is_read_from_the_inbox(event, said, status):
	receive(reply_to(event, said))
	row = fresh(event).attendees[0]
	assert (row.status, row.answered_by) == (status, "Mail")


def test_an_answer_from_a_further_address_of_the_contact_counts(event, ada):
	ada.append("emails", {"email": "ada@home.example"})
	ada.save()
	receive(reply_to(event, email="ada@home.example"), "ada@home.example")
	assert fresh(event).attendees[0].status == "Yes"


@pytest.mark.parametrize(
	("facts", "sender"),
	[
		({}, "mallory@elsewhere.example"),
		({"email": "mallory@elsewhere.example"}, "mallory@elsewhere.example"),
		({"method": "REQUEST"}, "ada@harbor.example"),
		({"answer": "DELEGATED"}, "ada@harbor.example"),
		({"more": "RECURRENCE-ID;RANGE=THISANDFUTURE:20270607T080000Z"}, "ada@harbor.example"),
		({"sequence": -1}, "ada@harbor.example"),
	],
)
def test_other_mails_answer_nothing(event, facts, sender):
	receive(reply_to(event, **facts), sender)
	assert fresh(event).attendees[0].status == "Invited"


def test_an_answer_whose_sender_the_server_calls_forged_is_not_believed(event):
	receive(reply_to(event), results="mx.ours.example; dmarc=fail header.from=harbor.example")
	assert fresh(event).attendees[0].status == "Invited"
	receive(reply_to(event), results="mx.ours.example; dmarc=pass\nforged.example; dmarc=fail")
	assert fresh(event).attendees[0].status == "Yes"


@pytest.fixture
def weekly(rep, ada):
	"""A series on Wednesdays at 12:00 in Berlin, which is 10:00 of UTC in summer, to which Ada is invited."""
	event = make_meeting(
		ada, event_owner=rep, time_zone="Europe/Berlin", starts_on="2027-06-09 12:00", repeats="Weekly"
	)
	invite(event)
	work_off()
	return fresh(event)


def said_of_days(event) -> list[str]:
	comments = {"reference_name": event.name, "comment_type": "Info", "content": ("like", "%alone%")}
	return frappe.get_all("Comment", comments, pluck="content", order_by="creation asc")


def test_an_answer_for_one_day_is_kept_as_that_and_the_owner_hears_of_it(weekly, rep):
	local = series_of(weekly).starts + timedelta(days=14)
	moment = as_utc(local, ZoneInfo("Europe/Berlin"))
	for _time in range(2):
		receive(reply_to(weekly, "DECLINED", more=f"RECURRENCE-ID:{moment:%Y%m%dT%H%M%SZ}"))
	assert said_of_days(weekly) == [
		f"Ada Boat answered “No” for {frappe.utils.format_date(local.date())} alone."
	]
	assert fresh(weekly).attendees[0].status == "Invited"
	told = frappe.get_all(
		"Notification Log", {"for_user": rep, "document_name": weekly.name}, pluck="subject"
	)
	assert sum("alone" in subject for subject in told) == 1


def test_an_answer_for_one_day_is_kept_once_whatever_its_sender_is_called(weekly, ada):
	ada.update({"first_name": 'Ada "Di"', "last_name": "O'Boat & Co"}).save()
	moment = as_utc(series_of(weekly).starts + timedelta(days=14), ZoneInfo("Europe/Berlin"))
	for _time in range(2):
		receive(reply_to(weekly, "DECLINED", more=f"RECURRENCE-ID:{moment:%Y%m%dT%H%M%SZ}"))
	assert len(said_of_days(weekly)) == 1


@pytest.mark.parametrize(
	"day", [":20270610T100000Z", ":99991231T235959Z", ":00010101T000000Z", ";VALUE=DATE:20270623"]
)
def test_an_answer_for_a_day_that_is_none_of_the_series_says_nothing(weekly, day):
	receive(reply_to(weekly, more=f"RECURRENCE-ID{day}"))
	assert said_of_days(weekly) == []
	assert fresh(weekly).attendees[0].status == "Invited"


@pytest.mark.parametrize(
	"content",
	[b"", b"METHOD:REPLY", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", b"\xff\xfeREPLY" * 99, b"REPLY" * 99_999],
)
def test_calendars_that_are_none_are_left_alone(event, content):
	receive(content)
	assert fresh(event).attendees[0].status == "Invited"


def test_an_answer_to_what_was_changed_since_counts_for_nothing(event):
	old = reply_to(event)
	save(event, starts_on="2027-06-09 12:00", ends_on="2027-06-09 13:00")
	receive(old)
	assert fresh(event).attendees[0].status == "Invited"


def test_the_link_of_a_contact_that_is_merged_stays_theirs_and_that_of_somebody_replaced_ends(
	event, ada, guest
):
	from frappe_crm_app.records.identity.api import merge

	token = token_of(event)
	kept = make_contact(email="kept@harbor.example")
	merge(kept.name, ada.name, "CRM Contact")
	assert guest(RSVP, token=token, answer="Yes").status_code == 200
	assert [(row.contact, row.status) for row in fresh(event).attendees] == [(kept.name, "Yes")]
	replaced = fresh(event)
	replaced.attendees[0].contact = make_contact(email="other@harbor.example").name
	replaced.save()
	frappe.db.commit()
	assert guest(RSVP, token=token, answer="No").status_code == 410
	assert fresh(event).attendees[0].status == "Invited"
	assert owed(event)[-1] == ("Cancellation", "Owed")


def test_who_answers_while_somebody_else_does_sees_what_that_one_said(event, api):
	client, answer = api(None), {"token": token_of(event), "answer": "Yes"}
	frappe.db.rollback()
	assert fresh(event).attendees[0].status == "Invited", "what this transaction goes on seeing"
	# the client itself would end the transaction
	said = requests.post(f"{client.base_url}{API}{RSVP}", json=answer, headers=client.headers, timeout=60)
	assert said.status_code == 200
	try:
		locked = locked_event(event.name)
	except BusyError:  # PostgreSQL, and MariaDB from 11.6: all is done again
		frappe.db.rollback()
		locked = locked_event(event.name)
	locked.title = "Renamed"
	locked.save()
	assert locked.attendees[0].status == "Yes"


def test_who_gives_up_their_seat_at_once_is_told_of_none(rep, guest):
	people = [make_contact(email=f"q{number}@harbor.example") for number in range(2)]
	event = make_meeting(*people, event_owner=rep, capacity=1)
	invite(event)
	work_off()
	for row in event.attendees:
		guest(RSVP, token=token_of(event, row), answer="Yes")
	guest(RSVP, token=token_of(event), answer="No")
	guest(RSVP, token=token_of(event, event.attendees[1]), answer="No")
	work_off()
	assert owed(event)[-1] == ("Seat", "Not Sent")


def test_what_was_noted_of_somebody_is_not_theirs_to_answer(event, guest):
	noted = fresh(event)
	noted.attendees[0].status = "Attended"
	noted.save()
	frappe.db.commit()
	assert guest(RSVP, token=token_of(event), answer="No").status_code == 410
	assert fresh(event).attendees[0].status == "Attended"
