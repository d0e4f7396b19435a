"""Two mailboxes of a thousand mails each (ten times as many with `--full-size`), with everything that may happen meanwhile."""

import subprocess
import sys
from datetime import datetime, timedelta, timezone

import frappe
import pytest

from tests.site.channels.mail.fetching.conftest import COPY, ENTRY, FOLDER, MAIL, MAILBOX
from tests.stack.dovecot import Cutting, make_mail
from tests.stack.site import refresh

DIE_AFTER = """
import os, signal
import frappe
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.channels.mail.fetching import keeping
from frappe_crm_app.kit.outbox.tasks import work_off
write, written = keeping.insert_missing, []
def write_and_die(*arguments):
	write(*arguments)
	written.append(arguments)
	if len(written) == {count}:
		os.kill(os.getpid(), signal.SIGKILL)
keeping.insert_missing = write_and_die
work_off("mailboxes")
"""
FOLDERS = {"INBOX": 70, "Sent": 15, "Projects": 15}  # of a hundred mails
PAST = "2020-01-01 00:00:00"
NOW = datetime.now(timezone.utc)
KILLED_AT = 100  # the mail at which the worker dies: one that a job reaches before it hands over


@pytest.fixture
def hundreds(full_size) -> int:
	return 100 if full_size else 10


def fill(box, first: int, hundreds: int) -> None:
	"""Deliver mails, every third of which was read there, the latest of each folder last."""
	number = first
	for folder, count in FOLDERS.items():
		for _ in range(count * hundreds):
			moment = NOW - timedelta(days=100) + timedelta(minutes=number)
			sender = box.doc.user if folder == "Sent" else f"person{number % 50}@example.com"
			raw = make_mail(number, sender=sender, sent_on=moment)
			box.there.deliver(raw, folder, "S" if number % 3 == 0 else "", moment)
			number += 1


def fetch_all(box) -> dict:
	"""Look until all is here."""
	for _ in range(100):
		state = box.look()
		if state["is_checked"] and state["status"] == "Connected":
			return state
	raise AssertionError(state)


def lease_ends(box) -> None:
	refresh()
	assert frappe.db.get_value(MAILBOX, box.name, "status") == "Fetching"
	frappe.db.set_value(MAILBOX, box.name, "lease_until", PAST, update_modified=False)
	frappe.db.commit()


def assert_complete(box) -> None:
	"""What lies on the server lies here, once."""
	there = {(folder, count) for folder, mails in box.there.flags().items() if (count := len(mails))}
	folders = frappe.get_all(FOLDER, {"mailbox": box.name}, ["name", "folder_name", "here", "on_server"])
	copies = {
		(each.folder_name, number)
		for each in folders
		if (number := frappe.db.count(COPY, {"folder": each.name}))
	}
	assert copies == there
	assert {(each.folder_name, each.here) for each in folders if each.here} == there
	assert all(each.here == each.on_server for each in folders)


def test_nothing_is_lost_twice_or_changed_there(connected, dovecot, hundreds):
	first, second = connected(), connected()
	count = 100 * hundreds
	fill(first, 0, hundreds)
	fill(second, count, hundreds)
	shared = [file.read_bytes() for file in first.there.files("Projects")[:20]]
	for raw in shared:
		second.there.deliver(raw, "INBOX", "S")
	flags = first.there.flags(), second.there.flags()

	cutting = Cutting(dovecot.port, 200_000)
	first.point_to(cutting.port)
	state = first.look()
	cutting.stop()
	assert (state["status"], state["problem"]) == (
		"Failing",
		"127.0.0.1 ended the connection. It is tried again by itself.",
	)
	assert 0 < state["here"] < count
	first.point_to(dovecot.port)

	frappe.db.set_value(MAILBOX, second.name, "next_attempt_on", PAST, update_modified=False)
	frappe.db.commit()
	died = subprocess.run([sys.executable, "-c", DIE_AFTER.format(count=KILLED_AT)], timeout=120)
	assert died.returncode == -9
	refresh()
	assert frappe.db.count(ENTRY, {"mailbox": second.name}) == KILLED_AT - 1
	lease_ends(second)

	assert fetch_all(first)["sentence"] == f"{count:,} of {count:,} mails are here."
	assert fetch_all(second)["sentence"] == f"{count + 20:,} of {count + 20:,} mails are here."
	assert frappe.db.count(MAIL, {"message_id": ("like", "%@mails.example.com")}) == 2 * count
	assert frappe.db.count(ENTRY, {"mailbox": second.name}) == count + 20
	assert (first.there.flags(), second.there.flags()) == flags

	first.there.renumber("INBOX")
	first.there.move("Projects", "Projects/Done", 50)
	first.there.delete("Sent", 30)
	first.check()
	assert fetch_all(first)["sentence"] == f"{count - 30:,} of {count - 30:,} mails are here."
	assert_complete(first)
	assert_complete(second)
	assert frappe.db.count(MAIL, {"message_id": ("like", "%@mails.example.com")}) == 2 * count
	assert frappe.db.count(ENTRY, {"mailbox": first.name}) == count
