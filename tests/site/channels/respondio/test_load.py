"""Many prospects, several workers, bad days: each arrives once, none is lost, and the rate limit holds."""

import subprocess
import time
from collections import Counter

import frappe
from frappe.query_builder.functions import Count

from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import insert, make_contact, make_customer
from tests.site.channels.respondio.conftest import SYNC
from tests.site.channels.respondio.peer import BadDays

PER_SECOND = {False: 40, True: 50}
SALES = {7: "grace@example.com", 8: "8"}


def make_prospects(count: int, make_user) -> dict[str, int]:
	"""Return whom each phone is to be assigned to."""
	sellers = {}
	for number, assignee in SALES.items():
		sellers[number] = make_user("CRM Sales Rep")
		insert("CRM Salesperson", {"user": sellers[number], "respondio_assignee": assignee})
	wanted = {}
	for place in range(count):
		number = (7, 8)[place % 2]
		customer = make_customer(salesperson=sellers[number])
		phone = f"+1415555{place:04}"
		make_contact(customer=customer.name, phone=phone, email=f"ada{place}@acme.example")
		wanted[phone] = number
	return wanted


def statuses() -> Counter:
	frappe.db.rollback()
	sync = frappe.qb.DocType(SYNC)
	return Counter(
		dict(frappe.qb.from_(sync).select(sync.status, Count(sync.name)).groupby(sync.status).run())
	)


def move_clock() -> None:
	"""What waits is due, and the lease of a dead worker over: as after some minutes. Then the scheduler sweeps."""
	backdate("Waiting", "next_attempt_on")
	sweep()


def end_leases() -> None:
	backdate("Running", "lease_until")


def backdate(status: str, fieldname: str) -> None:
	"""Put the moment in this field of rows with this status into the past; a worker may be writing the same rows."""
	moment = frappe.utils.add_to_date(frappe.utils.now_datetime(), minutes=-1)
	committed(lambda: frappe.db.set_value(SYNC, {"status": status}, fieldname, moment, update_modified=False))


def test_every_prospect_arrives_once_whatever_happens(settings, peer, workers, make_user, full_size):
	count, rate = (500 if full_size else 40), PER_SECOND[full_size]
	peer.days = BadDays(
		too_many=0.05, error=0.02, dropped=0.01, reply_lost=0.01, retry_after="1" if full_size else "0.2"
	)
	settings(requests_per_second=rate)
	wanted = make_prospects(count, make_user)
	frappe.db.commit()
	first, second = workers(2)
	wait_for(lambda: statuses()["Done"] >= count // 4)
	wait_for(lambda: statuses()["Running"] == 2)
	first.kill()
	left_running = statuses()["Running"]
	wait_for(lambda: statuses()["Queued"] == 0)
	wait_for(lambda: statuses()["Running"] <= 1)
	end_leases()  # of the row whose worker was killed; its lease is longer than any test
	end = time.monotonic() + (600 if full_size else 60)
	while statuses()["Done"] < count:
		assert time.monotonic() < end, statuses()
		move_clock()
		time.sleep(1)
	assert second.is_running()
	print(
		f"\n{count} prospects: {len(peer.requests)} requests, answers {dict(peer.answers)}, "
		f"{left_running} row(s) running when a worker was killed, at most {peer.most_in_a_second()} in a second of {rate}"
	)
	assert statuses() == {"Done": count}
	assert peer.most_in_a_second() <= rate
	assert Counter(contact["phone"] for contact in peer.contacts.values()) == dict.fromkeys(wanted, 1)
	for contact in peer.contacts.values():
		state = contact["status"], (contact["assignee"] or {}).get("id"), contact["lifecycle"]
		assert state == ("open", wanted[contact["phone"]], "New Lead")
	assert set(peer.answers) >= {200, 429}


def wait_for(is_true, seconds: float = 600) -> None:
	end = time.monotonic() + seconds
	while not is_true():
		assert time.monotonic() < end, "this took too long"
		time.sleep(0.05)


def test_requests_of_several_processes_stay_below_the_limit(committed, settings, peer, stack, site):
	"""As fast as they can, on a limit of 20 a second, two processes at once."""
	settings()
	frappe.db.commit()
	code = (
		"import sys, frappe\n"
		"frappe.init(sys.argv[1], sites_path='.'); frappe.connect()\n"
		"from functools import partial\n"
		"from frappe_crm_app.channels.respondio.rate import RATE\n"
		"from frappe_crm_app.channels.respondio.client import RespondioClient\n"
		"from frappe_crm_app.kit.outgoing.allowed import allowed_networks\n"
		"from tests.site.channels.respondio.peer import TOKEN\n"
		"client = RespondioClient(sys.argv[2], TOKEN, partial(RATE.slot, 20, 30), allowed_networks())\n"
		"for _ in range(20): client.check()\n"
	)
	python = stack.bench.sites.parent / "env" / "bin" / "python"
	started = [
		subprocess.Popen(
			[str(python), "-c", code, site, peer.url], cwd=stack.bench.sites, env=stack.bench.full_environment
		)
		for _ in range(2)
	]
	assert [process.wait(60) for process in started] == [0, 0]
	assert len(peer.requests) == 40
	assert peer.most_in_a_second() <= 20
