"""A mail is stored once, with an entry for each mailbox, and as its sender wrote it."""

import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import get_datetime, get_system_timezone, now_datetime

from frappe_crm_app.records.mail.message import Attachment
from frappe_crm_app.records.mail.tasks import remove_some_left
from tests.factories import make_mail, make_mailbox

MAIL, ENTRY = "CRM Mail", "CRM Mailbox Entry"


def files_of(mail: str) -> list:
	attached = {"attached_to_doctype": MAIL, "attached_to_name": mail}
	return [frappe.get_doc("File", name) for name in frappe.get_all("File", attached, pluck="name")]


@pytest.fixture
def box(make_user):
	return make_mailbox(make_user("CRM Sales Rep"), email_id="ada@ours.example")


def test_a_mail_in_two_mailboxes_is_one_mail_with_two_entries(box, make_user):
	other = make_mailbox(make_user("CRM Sales Rep"))
	first = make_mail(box, identity="a" * 64)
	again = make_mail(other, identity="a" * 64)
	assert (first.is_new, again.is_new, again.is_new_entry) == (True, False, True)
	assert first.mail == again.mail
	assert first.entry != again.entry
	assert frappe.db.count(MAIL, {"identity": "a" * 64}) == 1


def test_a_mail_that_is_stored_again_in_its_mailbox_changes_nothing(box):
	first = make_mail(box, identity="a" * 64)
	frappe.db.set_value(ENTRY, first.entry, {"folder": "Archive", "is_read": 1})
	again = make_mail(box, identity="a" * 64)
	assert (again.mail, again.entry, again.is_new_entry) == (first.mail, first.entry, False)
	assert frappe.db.get_value(ENTRY, first.entry, ["folder", "is_read"]) == ("Archive", 1)


def test_two_mails_with_one_message_id_are_two(box):
	first, second = (make_mail(box, message_id="same@navy.example") for _time in range(2))
	assert first.mail != second.mail


def test_what_the_sender_wrote_is_kept_and_begins_no_tag(box):
	subject = "1 < 2 <script>alert(1)</script> ärger 🚀 שלום"
	stored = make_mail(box, subject=subject, text="<b>& so on\n1 < 2", html="<p>1 &lt; 2</p>")
	mail = frappe.get_doc(MAIL, stored.mail)
	assert mail.subject == "1 < 2 ‹script>alert(1)‹/script> ärger 🚀 שלום"
	assert mail.text == "<b>& so on\n1 < 2"
	assert mail.html == "<p>1 &lt; 2</p>"


def test_who_takes_part_is_kept_but_blind_copies_stand_with_the_sender_alone(box):
	stored = make_mail(
		box,
		"Sent",
		sender="ada@ours.example",
		to=["grace@navy.example"],
		cc=["lin@navy.example"],
		bcc=["boss@x.example"],
	)
	people = [(row.kind, row.email) for row in frappe.get_doc(MAIL, stored.mail).participants]
	assert people == [("From", "ada@ours.example"), ("To", "grace@navy.example"), ("Cc", "lin@navy.example")]
	assert frappe.db.get_value(ENTRY, stored.entry, "bcc") == "boss@x.example"
	assert frappe.db.get_value(MAIL, stored.mail, ["direction", "delivery_state"]) == ("Out", "Sent")


def test_what_was_received_and_turns_up_among_what_we_sent_was_sent_by_us(box, make_user):
	received = make_mail(make_mailbox(make_user("CRM Sales Rep")), identity="a" * 64)
	make_mail(box, "Sent", identity="a" * 64)
	assert frappe.db.get_value(MAIL, received.mail, "direction") == "Out"


@pytest.mark.parametrize(
	"sent_on", [None, datetime(2090, 1, 1, tzinfo=timezone.utc), datetime(1, 1, 1, tzinfo=timezone.utc)]
)
def test_a_mail_with_an_impossible_date_is_of_when_it_came(box, sent_on):
	stored = make_mail(box, sent_on=sent_on)
	sent = get_datetime(frappe.db.get_value(MAIL, stored.mail, "sent_on"))
	assert abs((sent - now_datetime()).total_seconds()) < 60


def test_dates_are_on_the_sites_clock(box):
	moment = datetime(2026, 11, 1, 20, 30, tzinfo=timezone.utc)
	here = moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
	assert here != moment.replace(tzinfo=None)
	stored = make_mail(box, sent_on=moment)
	assert frappe.db.get_value(MAIL, stored.mail, "sent_on") == here


def test_attachments_are_private_files_even_where_two_mails_have_the_same(box):
	offer = Attachment("offer.pdf", "application/pdf", b"%PDF cranes")
	logo = Attachment("logo.png", "image/png", b"PNG", content_id="logo@navy", is_inline=True)
	stored = [make_mail(box, attachments=(offer, logo)) for _time in range(2)]
	for each in stored:
		files = {file.file_name: file for file in files_of(each.mail)}
		assert set(files) == {"offer.pdf", "logo.png"}
		assert files["offer.pdf"].get_content() in (b"%PDF cranes", "%PDF cranes")
		assert all(file.is_private and file.owner == "Administrator" for file in files.values())
		inline = frappe.parse_json(frappe.db.get_value(MAIL, each.mail, "inline_files"))
		assert inline == {"logo@navy": files["logo.png"].name}
	addresses = {file.file_url for each in stored for file in files_of(each.mail)}
	assert len(addresses) == 4


def test_files_of_a_mail_that_was_not_stored_after_all_are_gone(box):
	stored = make_mail(box, attachments=(Attachment("offer.pdf", "application/pdf", b"%PDF"),))
	path = files_of(stored.mail)[0].get_full_path()
	assert os.path.exists(path)
	frappe.db.rollback()
	assert not os.path.exists(path)


def test_what_cannot_be_read_is_kept_raw(box):
	stored = make_mail(box, is_readable=False, problem="It is no mail.", text="", message_id="", sender=None)
	(file,) = files_of(stored.mail)
	assert (file.file_name, file.get_content()) in (("message.eml", b"raw"), ("message.eml", "raw"))
	assert frappe.db.get_value(MAIL, stored.mail, ["is_readable", "problem"]) == (0, "It is no mail.")


def test_a_mail_is_shared_as_its_mailbox_says_but_never_a_draft_or_spam(make_user):
	box = make_mailbox(make_user("CRM Sales Rep"), sharing="Subject")
	shared = [
		frappe.db.get_value(ENTRY, make_mail(box, folder).entry, "sharing")
		for folder in ("Inbox", "Drafts", "Spam")
	]
	assert shared == ["Subject", "Nothing", "Nothing"]


def test_storing_a_usual_mail_takes_few_statements(box, count_queries):
	make_mail(box)
	assert count_queries(lambda: make_mail(box, to=["ada@ours.example"])) <= 10


def test_a_mailbox_that_is_removed_takes_its_mails_along_without_a_trace(box, make_user):
	other = make_mailbox(make_user("CRM Sales Rep"))
	alone = make_mail(box, attachments=(Attachment("a.txt", "text/plain", b"a"),))
	both = make_mail(box, identity="a" * 64)
	make_mail(other, identity="a" * 64)
	frappe.delete_doc("CRM Mailbox", box.name, ignore_permissions=True)
	assert not frappe.get_all(ENTRY, {"mailbox": box.name})
	while remove_some_left():
		pass
	assert not frappe.db.exists(MAIL, alone.mail)
	assert not files_of(alone.mail)
	assert frappe.db.exists(MAIL, both.mail)
	assert not frappe.get_all("Deleted Document", {"deleted_doctype": ("in", (MAIL, ENTRY))})
