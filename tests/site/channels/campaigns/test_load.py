"""A campaign to thousands: frozen by few statements, sent by workers that are killed at any moment, to nobody twice."""

import time
from collections import Counter

import frappe
import pytest

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns import freezing
from tests.site.channels.campaigns.conftest import campaign_to
from tests.site.channels.campaigns.crowd import (
	CAMPAIGN,
	RECIPIENT,
	CountingPeer,
	addresses,
	counted,
	let_leases_pass,
	make_crowd,
	moments,
	work_and_die,
	work_to_the_end,
)
from tests.site.channels.mail.writing.conftest import queue_not_suspended

pytestmark = pytest.mark.split
DEATHS, OF_A_BATCH = 10, 60
MOST_MEMORY = 300  # MB


@pytest.fixture
def peer(committed) -> CountingPeer:
	peer = CountingPeer().start()
	with queue_not_suspended():
		yield peer
	peer.stop()


def counted_now(name: str) -> Counter:
	return Counter(frappe.get_all(RECIPIENT, {"campaign": name}, pluck="status", order_by=None))


def is_working(name: str) -> bool:
	frappe.db.rollback()
	return frappe.db.get_value(CAMPAIGN, name, "sending_state") == "Working"


def test_thousands_get_it_once_though_workers_die(peer, full_size, count_queries):
	number = 50_000 if full_size else 5_000
	made = campaign_to(peer, make_crowd(number, "crowd"))
	frappe.set_user("Administrator")
	made.released_by = "Administrator"
	statements = []
	for _time in range(2):  # the first time, what DocTypes are like is read, too
		statements.append(count_queries(lambda: freezing.freeze(made, ["https://a.example/"])))
		assert sum(counted_now(made.name).values()) == number
		frappe.db.rollback()
	assert statements[-1] <= 10, statements
	campaigns.start(made.name)
	frappe.db.commit()
	for place, seconds in enumerate(moments(DEATHS, 4 if full_size else 0.35, seed=25)):
		before = len(peer.people)
		is_begun = (lambda: is_working(made.name)) if place == 0 else (lambda: len(peer.people) > before)  # noqa: B023
		work_and_die(seconds, "campaigns", after=is_begun)
		let_leases_pass()
	assert counted(made.name)["Pending"]  # the deaths were in the midst of it
	end, memory = time.monotonic() + (1200 if full_size else 180), 0
	while frappe.db.get_value(CAMPAIGN, made.name, "status") == "Running":
		assert time.monotonic() < end, counted(made.name)
		memory = max(memory, work_to_the_end("campaigns"))
		let_leases_pass()
	found = counted(made.name)
	assert set(found) <= {"Sent", "Unsure"}
	assert sum(found.values()) == number
	assert found["Unsure"] <= DEATHS * OF_A_BATCH
	assert set(peer.people.values()) == {1}  # nobody has two
	sent, unsure = addresses(made.name, "Sent"), addresses(made.name, "Unsure")
	assert sent <= set(peer.people) <= sent | unsure  # and whoever may have one is named
	assert memory <= MOST_MEMORY
