"""When a campaign goes out: not in the person's night, not faster than its rate, and not on once somebody says stop."""

import subprocess
import sys
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
import requests
from frappe.utils import add_to_date, get_datetime, now_datetime

from tests.factories import make_customer
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, contacts_of, send, statuses, work_off
from tests.site.channels.campaigns.crowd import program
from tests.site.channels.mail.writing.peer import SmtpPeer

TOKYO = ZoneInfo("Asia/Tokyo")


def window_around_now(zone: ZoneInfo) -> dict:
	"""Return quiet hours that are at present by the clock of a zone, and for two hours only."""
	now = datetime.now(zone)
	ends = {"quiet_from": now - timedelta(hours=1), "quiet_until": now + timedelta(hours=1)}
	return {name: f"{moment:%H:%M}" for name, moment in ends.items()}


def row_to(made, contact: str) -> frappe._dict:
	frappe.db.commit()
	return frappe.db.get_value(RECIPIENT, {"campaign": made.name, "contact": contact}, "*", as_dict=True)


def test_who_sleeps_gets_it_when_their_night_is_over(campaign, peer):
	made = campaign(3, **window_around_now(TOKYO))
	sleeper, others = contacts_of(made)[0], contacts_of(made)[1:]
	frappe.db.set_value("CRM Contact", sleeper, "customer", make_customer(country="Japan").name)
	frappe.db.commit()
	send(made)
	assert [row_to(made, each).status for each in others] == ["Sent", "Sent"]
	waiting = row_to(made, sleeper)
	assert waiting.status == "Pending"
	wait = get_datetime(waiting.next_attempt_on) - now_datetime()
	assert timedelta(minutes=58) < wait <= timedelta(minutes=61)
	stored = frappe.db.get_value(
		CAMPAIGN, made.name, ["status", "sending_state", "next_attempt_on"], as_dict=True
	)
	assert (stored.status, stored.sending_state) == ("Running", "Due")
	assert stored.next_attempt_on == waiting.next_attempt_on
	frappe.db.set_value(RECIPIENT, waiting.name, "next_attempt_on", add_to_date(now_datetime(), minutes=-1))
	work_off(made.name)
	assert len(peer.taken) == 2  # it is still night, whenever the worker looks
	past = add_to_date(now_datetime(), minutes=-1)
	frappe.db.set_value(RECIPIENT, waiting.name, "next_attempt_on", past)
	frappe.db.set_value(CAMPAIGN, made.name, {"quiet_from": None, "quiet_until": None})
	work_off(made.name)
	assert statuses(made.name) == ["Sent"] * 3


class TimedPeer(SmtpPeer):
	"""Notes when each mail was taken."""

	def __init__(self, port: int) -> None:
		super().__init__(port=port)
		self.moments: list[float] = []

	async def handle_DATA(self, server, session, envelope) -> str:
		self.moments.append(time.monotonic())
		return await super().handle_DATA(server, session, envelope)


def test_all_workers_keep_to_one_rate(campaign, peer):
	first = campaign(6, rate_per_minute=240)
	second = campaign(6, rate_per_minute=240, sender=first.sender)
	peer.stop()
	timed = TimedPeer(peer.port)
	timed.start()
	for made in (first, second):
		frappe.get_attr("frappe_crm_app.channels.campaigns.api.start")(made.name)
	frappe.db.commit()
	workers = [
		subprocess.Popen([sys.executable, "-c", program(("campaigns",), turns=1)], stdout=subprocess.DEVNULL)
		for _worker in range(2)
	]
	for worker in workers:
		assert worker.wait(60) == 0
	timed.stop()
	peer.start()
	assert statuses(first.name) + statuses(second.name) == ["Sent"] * 12
	moments = sorted(timed.moments)
	assert min(later - moment for moment, later in zip(moments, moments[4:], strict=False)) > 0.9


class InterruptingPeer(SmtpPeer):
	"""Calls `interrupt` when it takes the fifth mail."""

	interrupt = staticmethod(lambda: None)

	async def handle_DATA(self, server, session, envelope) -> str:
		answer = await super().handle_DATA(server, session, envelope)
		if len(self.taken) == 5:
			self.interrupt()
		return answer


def test_a_pause_takes_effect_after_the_few_that_are_on_their_way(campaign, peer, api, base_url):
	made = campaign(45)
	headers = dict(api("Administrator").headers)
	path = f"{base_url}/api/method/frappe_crm_app.channels.campaigns.api"
	peer.stop()
	interrupting = InterruptingPeer(port=peer.port)
	interrupting.interrupt = lambda: requests.post(
		f"{path}.pause", json={"name": made.name}, headers=headers, timeout=30
	).raise_for_status()
	interrupting.start()
	send(made)
	assert len(interrupting.taken) == 20
	assert statuses(made.name) == ["Pending"] * 25 + ["Sent"] * 20
	assert frappe.db.get_value(CAMPAIGN, made.name, "status") == "Paused"
	work_off(made.name)
	assert len(interrupting.taken) == 20
	api("Administrator").post(f"{path}.resume", json={"name": made.name}).raise_for_status()
	work_off(made.name)
	assert (len(interrupting.taken), statuses(made.name)) == (45, ["Sent"] * 45)
	interrupting.stop()
	peer.start()


def test_a_scheduled_one_waits_for_its_moment_and_can_be_taken_back(campaign, peer):
	from frappe_crm_app.channels.campaigns import api as campaigns
	from frappe_crm_app.channels.campaigns.tasks import OUTBOX

	made = campaign(2)
	campaigns.schedule(made.name, str(add_to_date(now_datetime(), hours=2)))
	frappe.db.commit()
	assert made.name not in OUTBOX.due(50)
	OUTBOX.attempt(made.name)
	assert (peer.taken, statuses(made.name)) == ([], [])
	assert campaigns.pause(made.name) == {"status": "Draft"}
	send(made)
	assert len(peer.taken) == 2
