"""Fetching from a real Dovecot: what is stored here, and that nothing changes there."""

import base64
from datetime import datetime, timedelta, timezone
from functools import partial

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.mail.fetching import api, keeping, reading_folder
from frappe_crm_app.channels.mail.fetching.batches import batches
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.channels.mail.servers import server as servers
from scripts.stack.service import free_port
from tests.site.channels.mail.fetching.conftest import COPY, ENTRY, FOLDER, MAIL, MAILBOX
from tests.stack.dovecot import PASSWORD, make_mail
from tests.stack.site import refresh

OLD = datetime.now(timezone.utc) - timedelta(days=400)


def test_a_mail_is_fetched_and_its_flags_stay(connected):
	box = connected()
	box.there.deliver(make_mail(1, subject="About cranes"))
	box.there.deliver(make_mail(2, subject="Read there"), flags="S")
	before = box.there.flags()
	state = box.look()
	assert (state["status"], state["problem"]) == ("Connected", None)
	assert state["sentence"] == "2 of 2 mails are here."
	assert box.entries(is_read=0) == ["About cranes"]
	assert box.entries(is_read=1) == ["Read there"]
	assert box.there.flags() == before
	assert set(before["INBOX"].values()) == {frozenset(), frozenset({r"\Seen"})}


def test_what_comes_later_is_fetched_once(connected):
	box = connected()
	box.there.deliver(make_mail(1))
	box.look()
	box.look()
	box.there.deliver(make_mail(2))
	box.look()
	box.look()
	assert box.entries() == ["Mail 1", "Mail 2"]
	assert (
		frappe.db.count(COPY, {"folder": ("in", frappe.get_all(FOLDER, {"mailbox": box.name}, pluck="name"))})
		== 2
	)


def test_newest_mails_come_first(connected, monkeypatch):
	box = connected()
	for number in range(5):
		box.there.deliver(make_mail(number))
	monkeypatch.setattr(keeping, "insert_missing", dying_after(3))
	box.look()
	refresh()
	assert box.entries() == ["Mail 2", "Mail 3", "Mail 4"]
	monkeypatch.undo()
	box.look()
	assert box.entries() == [f"Mail {number}" for number in range(5)]


def dying_after(count: int):
	"""Write so many copies, then end like a job that is told to."""
	write, written = keeping.insert_missing, []

	def insert(*arguments):
		if len(written) == count:
			raise SystemExit
		written.append(arguments)
		write(*arguments)

	return insert


@pytest.fixture(autouse=True)
def _ends_quietly(monkeypatch):
	"""What ends a job ends an attempt here."""
	attempt = type(OUTBOX).try_one

	def try_one(self, name, waits):
		try:
			return attempt(self, name, waits)
		except SystemExit:
			frappe.db.rollback()
			frappe.db.set_value(
				MAILBOX, name, {"status": "Connected", "lease_key": None}, update_modified=False
			)

	monkeypatch.setattr(type(OUTBOX), "try_one", try_one)


def test_mails_lie_here_where_they_belong(connected):
	box = connected()
	box.there.deliver(make_mail(1, subject="Came in"))
	box.there.deliver(make_mail(2, sender=box.doc.user, subject="Went out"), "Sent", "S")
	box.there.deliver(make_mail(3, subject="Win a car"), "Junk")
	box.there.deliver(make_mail(4, subject="Filed"), "Projects/Zürich")
	box.there.deliver(make_mail(5, sender=box.doc.user, subject="Our own, filed"), "Projects/Zürich")
	for number, left_out in enumerate(("Drafts", "Trash"), 6):
		box.there.deliver(make_mail(number, subject=left_out), left_out)
	state = box.look()
	assert state["sentence"] == "5 of 5 mails are here."
	assert box.entries(folder="Inbox") == ["Came in"]
	assert box.entries(folder="Sent") == ["Our own, filed", "Went out"]
	assert box.entries(folder="Spam") == ["Win a car"]
	assert box.entries(folder="Archive") == ["Filed"]
	kinds = {each["folder_name"]: (each["kind"], each["is_synced"]) for each in state["folders"]}
	assert kinds["Sent"] == ("Sent", 1)
	assert kinds["Trash"] == ("Other", 0)
	directions = dict(
		frappe.get_all(MAIL, {"from_email": box.doc.user}, ["subject", "direction"], as_list=True)
	)
	assert set(directions.values()) == {"Out"}


def test_chosen_folders_are_read_and_no_others(connected):
	box = connected()
	box.there.deliver(make_mail(1, subject="Came in"))
	box.there.deliver(make_mail(2, subject="Thrown away"), "Trash")
	box.there.path("Junk")
	box.look()
	api.choose_folders(box.name, ["INBOX", "Trash"])
	box.there.deliver(make_mail(3, subject="Win a car"), "Junk")
	box.look()
	assert box.entries() == ["Came in", "Thrown away"]


def test_what_came_before_the_chosen_day_is_left_there(connected):
	box = connected(sync_since=add_to_date(now_datetime(), days=-30).date())
	box.there.deliver(make_mail(1, subject="Old", sent_on=OLD), received_on=OLD)
	box.there.deliver(make_mail(2, subject="New"))
	assert box.look()["sentence"] == "1 of 1 mails are here."
	assert box.entries() == ["New"]


def test_a_mail_in_two_mailboxes_is_one_with_two_entries(connected):
	first, second = connected(), connected()
	raw = make_mail(1, to=(first.doc.user, second.doc.user), subject="To both")
	for box in (first, second):
		box.there.deliver(raw)
		box.look()
	mails = frappe.get_all(MAIL, {"subject": "To both"}, pluck="name")
	assert len(mails) == 1
	assert frappe.db.count(ENTRY, {"mail": mails[0]}) == 2


def test_a_folder_numbered_anew_is_read_again_without_doubles(connected):
	box = connected()
	for number in range(3):
		box.there.deliver(make_mail(number))
	box.look()
	former = frappe.get_all(COPY, pluck="uidvalidity")
	box.there.renumber()
	box.there.deliver(make_mail(9))
	assert box.look()["sentence"] == "4 of 4 mails are here."
	assert frappe.db.count(MAIL, {"message_id": ("like", "%@mails.example.com")}) == 4
	assert frappe.db.count(ENTRY, {"mailbox": box.name}) == 4
	copies = frappe.get_all(COPY, pluck="uidvalidity")
	assert len(copies) == 4
	assert not set(copies) & set(former)


def test_moved_mails_keep_their_entries_and_deleted_ones_stay(connected):
	box = connected()
	for number in range(4):
		box.there.deliver(make_mail(number), flags="S")
	box.look()
	before = set(frappe.get_all(ENTRY, {"mailbox": box.name}, ["name", "folder"], as_list=True))
	box.there.move("INBOX", "Projects", 1)
	box.there.delete("INBOX", 1)
	state = box.check()
	assert state["sentence"] == "3 of 3 mails are here."
	assert set(frappe.get_all(ENTRY, {"mailbox": box.name}, ["name", "folder"], as_list=True)) == before
	assert len(before) == 4


def test_a_renamed_folder_keeps_its_mails(connected):
	box = connected()
	box.there.deliver(make_mail(1), "Projects")
	box.look()
	(box.there.root / ".Projects").rename(box.there.root / ".Customers")
	state = box.look()
	assert state["sentence"] == "1 of 1 mails are here."
	assert "Projects" not in [each["folder_name"] for each in state["folders"]]
	assert box.entries() == ["Mail 1"]


def test_a_gap_is_fetched_by_the_comparison(connected):
	box = connected()
	for number in range(3):
		box.there.deliver(make_mail(number))
	box.look()
	lost = frappe.get_all(COPY, pluck="name", order_by="uid asc")[1]
	frappe.db.delete(COPY, {"name": lost})
	box.look()
	assert frappe.db.count(COPY) == 2  # what is new is all that is looked for
	assert api.check(box.name)["is_checked"] is False
	assert box.look()["sentence"] == "3 of 3 mails are here."
	assert frappe.db.count(COPY) == 3


def test_what_is_no_mail_is_kept_as_it_came(connected):
	box = connected()
	box.there.deliver(b"\x00\xff\xfe no mail at all \x80" * 10)
	box.look()
	mail = frappe.db.get_value(MAIL, {"is_readable": 0}, ["name", "problem"], as_dict=True)
	assert mail.problem
	assert frappe.db.get_value("File", {"attached_to_name": mail.name}, "is_private") == 1


def test_a_mail_that_cannot_be_stored_is_kept_as_it_came_and_the_others_go_on(connected, monkeypatch, logged):
	box = connected()
	for number in range(3):
		box.there.deliver(make_mail(number))
	store = keeping.store

	def fail_at_one(said, *arguments, **options):
		if said.subject == "Mail 1":
			raise ValueError("The column is too short")
		return store(said, *arguments, **options)

	monkeypatch.setattr(keeping, "store", fail_at_one)
	assert box.look()["sentence"] == "3 of 3 mails are here."
	assert frappe.db.count(ENTRY, {"mailbox": box.name}) == 3
	kept = frappe.db.get_value(MAIL, {"is_readable": 0})
	assert b"Subject: Mail 1" in content_of(frappe.get_last_doc("File", {"attached_to_name": kept}))
	assert len(logged) == 1


def content_of(file) -> bytes:
	content = file.get_content()
	return content.encode() if isinstance(content, str) else content


def test_what_cannot_be_kept_at_all_is_told_and_fetched_later(connected, monkeypatch, logged):
	box = connected()
	for number in range(3):
		box.there.deliver(make_mail(number))
	store = keeping.store

	def fail_at_one(said, raw, **options):
		if b"Subject: Mail 1" in raw:
			raise ValueError("The disk is full")
		return store(said, raw, **options)

	monkeypatch.setattr(keeping, "store", fail_at_one)
	state = box.look()
	assert state["sentence"] == "2 of 3 mails are here."
	assert "1 mail could not be fetched" in state["folders"][0]["problem"]
	monkeypatch.undo()
	assert box.check()["sentence"] == "3 of 3 mails are here."
	assert box.entries() == ["Mail 0", "Mail 1", "Mail 2"]


def test_a_mail_of_fifty_megabytes_is_kept_with_its_file(connected):
	box = connected()
	content = bytes(range(256)) * 140_000
	box.there.deliver(with_file(make_mail(1, subject="Plans"), content))
	box.there.deliver(make_mail(2))
	assert box.look()["sentence"] == "2 of 2 mails are here."
	mail = frappe.db.get_value(MAIL, {"subject": "Plans"})
	file = frappe.get_last_doc("File", {"attached_to_doctype": MAIL, "attached_to_name": mail})
	assert file.file_size == len(content)
	file.delete()


def with_file(raw: bytes, content: bytes) -> bytes:
	head, _blank, body = raw.partition(b"\r\n\r\n")
	head = head.replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="b"')
	file = (
		b'--b\r\nContent-Type: application/zip; name="plans.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
	)
	parts = (b"--b\r\n\r\n" + body, file + base64.encodebytes(content).replace(b"\n", b"\r\n"), b"--b--\r\n")
	return head + b"\r\n\r\n" + b"\r\n".join(parts)


def test_of_a_mail_that_is_too_large_the_header_is_kept(connected, monkeypatch):
	monkeypatch.setattr(reading_folder, "LARGEST", 5_000)
	monkeypatch.setattr(reading_folder, "batches", partial(batches, most_bytes=5_000))
	box = connected()
	box.there.deliver(make_mail(1, subject="Huge", body="x" * 10_000))
	box.there.deliver(make_mail(2, subject="Small"))
	assert box.look()["sentence"] == "2 of 2 mails are here."
	mail = frappe.get_last_doc(MAIL, {"subject": "Huge"})
	assert "too large" in mail.problem
	assert not mail.text


def test_a_refused_password_is_said_plainly_and_not_tried_at_once(connected):
	box, other = connected(), connected()
	box.set_password("wrong")
	other.there.deliver(make_mail(1))
	state = box.look()
	assert state["status"] == "Failing"
	assert state["problem"].startswith("127.0.0.1 refuses the password.")
	assert state["next_attempt_on"] > add_to_date(now_datetime(), minutes=50)
	assert other.look()["status"] == "Connected"
	box.set_password(PASSWORD)
	box.there.deliver(make_mail(2))
	assert box.look()["status"] == "Connected"
	assert box.entries() == ["Mail 2"]


def test_a_server_that_is_gone_is_said_plainly(connected):
	box = connected()
	box.point_to(free_port())
	state = box.look()
	assert state["status"] == "Failing"
	assert state["problem"] == "127.0.0.1 refuses the connection. Is it the mail server?"


def test_a_private_network_is_asked_nothing(connected, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "crm_outgoing_networks", [])
	box = connected()
	box.there.deliver(make_mail(1))
	assert "is in a private network" in box.look()["problem"]
	assert box.entries() == []


def test_no_password_goes_out_unencrypted_into_the_open(connected, monkeypatch):
	monkeypatch.setattr(servers, "is_near", lambda *_arguments: False)
	box = connected()
	assert "offers no encrypted connection" in box.look()["problem"]


def test_a_paused_mailbox_is_left_alone_until_it_goes_on(connected):
	box = connected()
	box.there.deliver(make_mail(1))
	frappe.get_doc(MAILBOX, box.name).update({"is_paused": 1}).save()
	assert box.look()["status"] == "Paused"
	assert box.entries() == []
	frappe.get_doc(MAILBOX, box.name).update({"is_paused": 0}).save()
	box.look()
	assert box.entries() == ["Mail 1"]


def test_a_form_that_was_open_meanwhile_can_be_saved_and_writes_nothing_back(connected):
	box = connected()
	form = frappe.get_doc(MAILBOX, box.name)
	box.there.deliver(make_mail(1))
	box.look()
	form.update({"signature": "Ada", "problem": "none", "lease_key": "mine"}).save()
	stored = frappe.db.get_value(
		MAILBOX, box.name, ["signature", "problem", "lease_key", "fetched_on"], as_dict=True
	)
	assert stored.signature == "Ada"
	assert (stored.problem, stored.lease_key) == (None, None)
	assert stored.fetched_on


def test_disconnecting_keeps_the_mails_and_forgets_the_password(connected):
	box = connected()
	box.there.deliver(make_mail(1))
	box.look()
	frappe.set_user(box.doc.user)
	api.disconnect(box.name)
	frappe.set_user("Administrator")
	assert box.entries() == ["Mail 1"]
	assert frappe.db.get_value(MAILBOX, box.name, "status") == "Paused"
	assert not frappe.get_doc("Email Account", box.account).get_password("password", raise_exception=False)


def test_of_a_mailbox_that_is_removed_meanwhile_nothing_is_kept(connected, monkeypatch, logged):
	box = connected()
	box.there.deliver(make_mail(1))
	give = reading_folder.given

	def remove_and_give(*arguments):
		frappe.delete_doc(MAILBOX, box.name)
		frappe.db.commit()
		return give(*arguments)

	monkeypatch.setattr(reading_folder, "given", remove_and_give)
	OUTBOX.attempt(box.name)
	assert (frappe.db.count(MAIL), frappe.db.count(ENTRY), logged) == (0, 0, [])
