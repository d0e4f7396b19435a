"""What happens to mails is said where somebody listens, nothing of the mail in it; to nobody who does not read the mail."""

from datetime import datetime, timedelta, timezone

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.records.mail import happenings
from frappe_crm_app.records.mail.event_kinds import MAIL_KINDS
from frappe_crm_app.records.mail.unanswered import waiting_mails
from tests.factories import make_contact, make_mail, make_mailbox
from tests.site.kit.domain_events.conftest import events

OUR, GRACE = "ada@ours.example", "grace@navy.example"


@pytest.fixture
def box(make_user):
	return make_mailbox(make_user("CRM Sales Rep"), email_id=OUR)


@pytest.fixture
def listening(listeners):
	"""Somebody wants to read what happens to mails."""
	listeners.want(*(kind.name for kind in MAIL_KINDS))


def told() -> list[tuple[str, str]]:
	return [(event.kind, event.reference_name) for event in events(reference_doctype="CRM Mail")]


def due() -> list[str]:
	return [row[0] for row in waiting_mails(now_datetime()).run()]


def days_ago(days: float) -> datetime:
	return datetime.now(timezone.utc) - timedelta(days=days)


def test_without_listeners_nothing_is_written(box):
	make_mail(box, sender=GRACE)
	assert told() == []


def test_what_comes_goes_and_is_answered_is_said_once(box, listening):
	first = make_mail(box, "Sent", sender=OUR, to=[GRACE], message_id="1@x")
	answer = make_mail(box, sender=GRACE, to=[OUR], in_reply_to="1@x", identity="a" * 64)
	make_mail(box, sender=GRACE, to=[OUR], identity="a" * 64)
	assert told() == [
		("mail.sent", first.mail),
		("mail.received", answer.mail),
		("mail.answered", first.mail),
	]
	assert not any(event.changes for event in events(reference_doctype="CRM Mail"))


def test_what_we_write_and_what_comes_back_is_said(box, listening):
	stored = make_mail(box, "Drafts", sender=OUR, sent_on=days_ago(3))
	happenings.tell_sent(stored.mail)
	happenings.tell_bounced(stored.mail)
	assert told() == [("mail.sent", stored.mail), ("mail.bounced", stored.mail)]


def test_what_is_older_than_its_mailbox_is_no_news(box, listening):
	make_mail(box, sender=GRACE, sent_on=days_ago(3))
	assert told() == []


def test_a_mail_waits_for_an_answer_until_somebody_writes_or_archives(box):
	frappe.db.set_value("CRM Mailbox", box.name, "creation", frappe.utils.add_days(None, -10))
	make_contact(email=GRACE)
	waiting = make_mail(box, sender=GRACE, to=[OUR], sent_on=days_ago(3), message_id="1@x")
	make_mail(box, sender=GRACE, to=[OUR], sent_on=days_ago(3), is_automatic=True)
	make_mail(box, sender=GRACE, to=[OUR], sent_on=days_ago(1))
	make_mail(box, "Archive", sender=GRACE, to=[OUR], sent_on=days_ago(3))
	make_mail(box, sender=GRACE, to=[OUR], sent_on=days_ago(30))  # before the mailbox was connected
	assert due() == [waiting.mail]
	make_mail(box, "Sent", sender=OUR, to=[GRACE], in_reply_to="1@x")
	assert due() == []


def test_who_asks_for_longer_waits_is_told_later(box):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.update({"mail_unanswered_days": 5})
	settings.save()
	frappe.db.set_value("CRM Mailbox", box.name, "creation", frappe.utils.add_days(None, -10))
	make_contact(email=GRACE)
	make_mail(box, sender=GRACE, to=[OUR], sent_on=days_ago(3))
	assert due() == []
