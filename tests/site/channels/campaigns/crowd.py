"""Many people in a segment, made without documents, and a mail server that only counts; for load tests and the benchmark."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import frappe
from frappe.utils import add_to_date, now, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.consent.appending import Said, append_many
from tests.site.channels.mail.writing.peer import SmtpPeer

CAMPAIGN, RECIPIENT = "CRM Campaign", "CRM Campaign Recipient"
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
PERSON = ("first_name", "last_name", "full_name", "email", "phone", "contact_owner")
GIVEN, API = ConsentState.GIVEN, ConsentSource.API
AT_ONCE = 2000
WORK = """
import re, sys, frappe
frappe.init("{site}", sites_path=".")
frappe.connect()
from frappe_crm_app.kit.outbox.tasks import work_off
for _turn in range({turns}):
	for outbox in {outboxes}:
		work_off(outbox)
own = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())  # ru_maxrss would be that of whoever started it, too
print(int(own[1]) // 1024)
"""


@dataclass
class CountingPeer(SmtpPeer):
	"""Keeps of each mail to whom it went, and nothing else; `sizes` counts the bytes."""

	people: Counter = field(default_factory=Counter)
	size: int = 0

	async def handle_DATA(self, server, session, envelope) -> str:
		self.people.update(envelope.rcpt_tos)
		self.size += len(envelope.content)
		return "250 OK"


def make_crowd(number: int, mark: str, consenting_to: str = "") -> str:
	"""Insert so many contacts, with an email and a phone each, and return the segment that they are in; `mark` tells crowds apart.

	They have agreed to a channel, if one is named.
	"""
	segment = frappe.get_doc({"doctype": "CRM Segment", "title": f"Crowd {mark}", "kind": "Chosen"}).insert()
	for start in range(0, number, AT_ONCE):
		places = range(start, min(start + AT_ONCE, number))
		contacts = [(*standard(f"{mark}{place:06}"), *person(place, mark)) for place in places]
		insert_records("CRM Contact", (*STANDARD, *PERSON), contacts)
		members = [(*standard(f"m{mark}{place:06}"), segment.name, f"{mark}{place:06}") for place in places]
		insert_records("CRM Segment Member", (*STANDARD, "segment", "contact"), members)
		if consenting_to:
			append_many(Said(contact[0], Channel(consenting_to), GIVEN, API) for contact in contacts)
	frappe.db.commit()
	return segment.name


def standard(name: str) -> tuple:
	stamp = now()
	return (name, "Administrator", stamp, stamp, "Administrator", 0, 0)


def person(place: int, mark: str) -> tuple:
	email = f"ada{place}.{mark}@people.example"
	return ("Ada", f"King {place}", f"Ada King {place}", email, f"+1415{place:07}", "Administrator")


def work_and_die(seconds: float, *outboxes: str, after: Callable[[], bool] = lambda: True) -> None:
	"""Let a worker work, and kill it so many seconds after something has happened."""
	worker = subprocess.Popen([sys.executable, "-c", program(outboxes, turns=500)], stdout=subprocess.DEVNULL)
	end = time.monotonic() + 30
	while not after() and worker.poll() is None and time.monotonic() < end:
		time.sleep(0.01)
	time.sleep(seconds)
	worker.kill()
	worker.wait()
	for outbox in outboxes:  # slots that the dead held, and the word that a job is enqueued
		frappe.cache.delete_keys(f"crm_outbox_{outbox}")


def work_to_the_end(*outboxes: str, turns: int = 1) -> int:
	"""Let a worker do what is due, and return how many MB of memory it has taken at most."""
	done = subprocess.run([sys.executable, "-c", program(outboxes, turns)], capture_output=True, text=True)
	if done.returncode:
		raise AssertionError(done.stderr)
	return int(done.stdout.split()[-1])


def program(outboxes: tuple[str, ...], turns: int) -> str:
	return WORK.format(site=frappe.local.site, turns=turns, outboxes=outboxes)


def let_leases_pass() -> None:
	"""Move the clock: campaigns are due, and the leases of the dead are over."""
	past = add_to_date(now_datetime(), minutes=-1)
	frappe.db.rollback()
	frappe.db.set_value(CAMPAIGN, {"sending_state": "Due"}, "next_attempt_on", past)
	frappe.db.set_value(CAMPAIGN, {"sending_state": "Working"}, "lease_until", past)
	frappe.db.commit()


def counted(campaign: str) -> Counter:
	"""Return how many recipients of a campaign have each status."""
	frappe.db.rollback()
	return Counter(frappe.get_all(RECIPIENT, {"campaign": campaign}, pluck="status", order_by=None))


def addresses(campaign: str, status: str) -> set[str]:
	"""Return the addresses of the recipients with a status."""
	filters = {"campaign": campaign, "status": status}
	return set(frappe.get_all(RECIPIENT, filters, pluck="address", order_by=None))


def moments(number: int, longest: float, seed: int) -> list[float]:
	"""Return random seconds."""
	chance = random.Random(seed)
	return [chance.random() * longest for _number in range(number)]
