"""Workers that are killed at any moment while the service has bad days: nobody gets a message twice, and every unsure one is named."""

import random
import subprocess
import sys
import time

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.messaging.owing import Owed, owe_many
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from tests.factories import make_contact
from tests.stack.site import refresh

pytestmark = pytest.mark.split
WORK = """
import frappe
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.kit.outbox.tasks import work_off
for _turn in range(200):
	work_off("messages")
	work_off("messages_asked")
"""
OPEN = ("Owed", "Sending")


def owe_to(number: int, provider: str) -> list[str]:
	contacts = [make_contact(phone=f"+1415555{place:04}") for place in range(number)]
	names = owe_many([Owed(each.name, "SMS", "Hello", provider) for each in contacts])
	frappe.db.commit()
	return names


def statuses(names: list[str]) -> dict[str, str]:
	refresh()
	rows = frappe.get_all(MESSAGE, {"name": ("in", names)}, ["name", "status"])
	return {row.name: row.status for row in rows}


def move_clock() -> None:
	"""What waits is due, and the leases of the dead are over: nobody is at work now."""
	refresh()
	past = add_to_date(now_datetime(), minutes=-1)
	frappe.db.set_value(MESSAGE, {"status": "Owed"}, "next_attempt_on", past)
	frappe.db.set_value(MESSAGE, {"status": "Sending"}, "lease_until", past)
	frappe.db.set_value(MESSAGE, {"ask_on": (">", "2000-01-01")}, "ask_on", past)
	frappe.db.commit()


def work_and_die(seconds: float) -> None:
	worker = subprocess.Popen([sys.executable, "-c", WORK])
	time.sleep(seconds)
	worker.kill()
	worker.wait()
	frappe.cache.delete_keys(
		"crm_outbox_messages"
	)  # slots that the dead held, and the word that a job is enqueued


@pytest.mark.parametrize("provider", ["asked", "blind"])
def test_killed_again_and_again(peer, full_size, provider):
	chance = random.Random(9)
	days = peer.days
	days.too_many, days.error, days.reply_lost, days.error_but_taken = 0.05, 0.1, 0.1, 0.05
	days.slow = 0.05
	names = owe_to(300 if full_size else 60, provider)
	for _death in range(10 if full_size else 4):
		work_and_die(2 + chance.random() * 1.5)
		move_clock()
	days.too_many = days.error = days.reply_lost = days.error_but_taken = days.slow = 0
	end = time.monotonic() + 60
	while set(statuses(names).values()).intersection(OPEN) or (
		provider == "asked" and "Unsure" in statuses(names).values()
	):
		assert time.monotonic() < end, statuses(names)
		work_and_die(4)
		move_clock()
	taken, found = peer.keys(), statuses(names)
	assert set(taken.values()) == {1}  # nobody has two
	for name, status in found.items():
		assert status in ("Sent", "Unsure")
		assert status == "Unsure" or taken[name] == 1
	if provider == "asked":
		assert set(found.values()) == {"Sent"}
	else:
		assert "Unsure" in found.values()  # these are named, and nobody sends them again
