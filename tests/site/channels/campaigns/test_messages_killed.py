"""An SMS campaign by a service with bad days and workers that are killed at any moment: nobody gets two, every unsure one is named."""

import time
from collections import Counter

import frappe
import pytest

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from tests.site.channels.campaigns.conftest import CAMPAIGN
from tests.site.channels.campaigns.crowd import counted, let_leases_pass, make_crowd, moments, work_and_die
from tests.site.channels.messaging.conftest import listed_providers, running_peer
from tests.site.channels.messaging.test_killed import move_clock

pytestmark = pytest.mark.split
OUTBOXES = ("campaigns", "messages", "messages_asked")
BAD = {"too_many": 0.05, "error": 0.05, "error_but_taken": 0.05, "dropped": 0.03, "reply_lost": 0.05}


@pytest.fixture
def peer(committed, monkeypatch):
	with listed_providers(monkeypatch), running_peer() as peer:
		yield peer


def texting_to(segment: str, provider: str) -> str:
	values = {
		"doctype": CAMPAIGN,
		"campaign_name": "Cranes",
		"channel": "SMS",
		"message": "Hello {{ last_name }}",
	}
	values |= {"provider": provider, "audience": [{"kind": "CRM Segment", "audience": segment}]}
	made = frappe.get_doc(values).insert()
	frappe.db.commit()
	return made.name


def have_bad_days(peer, share: float) -> None:
	for name, value in BAD.items():
		setattr(peer.days, name, value * share)


def goes_on(name: str) -> bool:
	frappe.db.rollback()
	return frappe.db.get_value(CAMPAIGN, name, "status") != "Finished"


@pytest.mark.parametrize("provider", ["asked", "blind"])
def test_killed_again_and_again(peer, full_size, provider):
	number = 2_000 if full_size else 120
	name = texting_to(make_crowd(number, provider, consenting_to="SMS"), provider)
	have_bad_days(peer, 1)
	peer.days.slow = 0.01
	campaigns.start(name)
	frappe.db.commit()
	for seconds in moments(10 if full_size else 3, 3 if full_size else 1, seed=3):
		before = len(peer.requests)
		work_and_die(seconds, *OUTBOXES, after=lambda: len(peer.requests) > before)  # noqa: B023
		move_clock()
		let_leases_pass()
	have_bad_days(peer, 0)
	end = time.monotonic() + (900 if full_size else 300)
	while goes_on(name) or (provider == "asked" and counted(name)["Unsure"]):
		assert time.monotonic() < end, counted(name)
		work_and_die(3, *OUTBOXES, after=lambda: True)
		frappe.cache.delete_keys(f"crm_messaging_{provider}")
		move_clock()
		let_leases_pass()
	found, taken = counted(name), peer.keys()
	assert set(taken.values()) == {1}  # nobody has two
	assert sum(found.values()) == number
	assert set(found) <= {"Sent", "Unsure"}
	of_messages = Counter(frappe.get_all(MESSAGE, pluck="status", order_by=None))
	assert of_messages["Unsure"] == found["Unsure"]
	assert found["Sent"] <= len(taken) <= number
	assert (found["Unsure"] == 0) == (provider == "asked")
