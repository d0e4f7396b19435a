"""A web server that is killed (SIGKILL) in the midst of an entry's work: the phone sends it again, and it was done once."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import frappe
import pytest
import requests
from frappe.model.document import Document

from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.outbox.tasks import sweep
from scripts.stack.service import free_port
from scripts.stack.testing import SITE
from scripts.stack.web import Web
from tests.factories import make_deal
from tests.site.automation.workflow_rules.engine import rule
from tests.site.automation.workflow_rules.peer import HookPeer
from tests.site.rest.test_conflicts import wait_for_a_waiter
from tests.site.screens.quick_log.phones import NOTE, finishing, logging, utc
from tests.stack.site import refresh

ENTRY, DEAL = "CRM Quick Log Entry", "CRM Sales Deal"
SEND = "/api/method/frappe_crm_app.screens.quick_log.api.send"
MOMENTS = 6  # of one entry's work, at which a server is killed
PATIENCE = 60  # seconds
NO_ANSWER = (requests.ConnectionError, requests.HTTPError)


@dataclass
class Phone:
	"""What somebody's phone sends to a server, from whichever thread."""

	web: Web
	user: str
	headers: dict
	pool: ThreadPoolExecutor

	def send(self, *entries: dict) -> list[dict]:
		"""Return what became of each; raises one of `NO_ANSWER` where the server is gone."""
		body = {"user": self.user, "entries": list(entries)}
		answer = requests.post(self.web.address + SEND, json=body, headers=self.headers, timeout=PATIENCE)
		answer.raise_for_status()
		return answer.json()["message"]["results"]

	def begin(self, *entries: dict) -> Future:
		"""Send without waiting for the answer."""
		return self.pool.submit(self.send, *entries)

	def insist(self, *entries: dict) -> list[dict]:
		"""Send until each entry is done, as the page does, and return the answers."""
		end = time.monotonic() + PATIENCE
		while time.monotonic() < end:
			with suppress(*NO_ANSWER):
				results = self.send(*entries)
				if {each["state"] for each in results} == {"done"}:
					refresh()
					return results
			time.sleep(0.2)
		raise AssertionError("It was not done in time.")


@pytest.fixture
def web(stack, committed) -> Iterator[Web]:
	"""A server of the test's own, so that no other test misses it."""
	web = Web(stack.bench, SITE, stack.folder / "killed", free_port())
	web.start()
	yield web
	web.kill()


@pytest.fixture
def phone(web, api, rep) -> Iterator[Phone]:
	with ThreadPoolExecutor(1) as pool:
		yield Phone(web, rep, dict(api(rep).headers), pool)


@pytest.fixture
def told(committed) -> Iterator[Callable[[], list[str]]]:
	"""``told()`` -> the notes of which another system was told, by a rule that tells of each that is written."""
	peer = HookPeer().start()
	listening.forget_now()
	rule({"step": "webhook", "url": peer.url}, record_type=NOTE, event_kind="note.created")
	frappe.db.commit()
	yield lambda: [body["record"]["name"] for body in peer.bodies()]
	peer.stop()
	frappe.db.rollback()
	listening.forget_now()


@contextmanager
def held(record: Document) -> Iterator[None]:
	"""Keep others from writing a record, so that their work stops there."""
	frappe.db.commit()
	frappe.db.set_value(record.doctype, record.name, "idx", 7, update_modified=False)
	try:
		yield
	finally:
		frappe.db.rollback()


def notes_on(record: Document) -> list[str]:
	refresh()
	return frappe.get_all(NOTE, {"reference_name": record.name}, order_by="creation", pluck="name")


def is_written(entry: dict) -> bool:
	refresh()
	return bool(frappe.db.count(ENTRY, {"client_key": entry["key"]}))


def expect_no_answer(sending: Future) -> None:
	with pytest.raises(NO_ANSWER):
		sending.result(PATIENCE)


def work_off(worker) -> None:
	"""Do what is owed, also that of which the dead server has told nobody."""
	for _round in range(2):
		sweep()
		worker.run()


def test_killed_before_the_commit_nothing_was_done_and_the_repeat_does_it_once(
	phone, web, call, deal, told, worker
):
	entry = finishing(call, next_step={"scheduled_on": utc(days=1)})
	with held(deal):
		sending = phone.begin(entry)
		wait_for_a_waiter(sending)
		web.kill()
	expect_no_answer(sending)
	assert not is_written(entry)
	assert call.reload().status == "Open"
	web.start()
	(result,) = phone.insist(entry)
	assert phone.send(entry) == [result]
	assert call.reload().status == "Done"
	assert notes_on(deal) == [call.name, result["answer"]["next_step"]]
	work_off(worker)
	assert sorted(told()).count(result["answer"]["next_step"]) == 1


def test_killed_after_the_commit_the_repeat_is_told_what_was_done(phone, web, deal, rep, told, worker):
	first, second = logging(deal), logging(other := make_deal(title="Barge", deal_owner=rep))
	with held(other):
		sending = phone.begin(first, second)
		wait_for_a_waiter(sending)
		web.kill()
	expect_no_answer(sending)
	(done,) = notes_on(deal)
	assert is_written(first)
	assert notes_on(other) == []
	web.start()
	results = phone.insist(first, second)
	assert results[0]["answer"]["note"] == done
	assert notes_on(deal) == [done]
	assert notes_on(other) == [results[1]["answer"]["note"]]
	work_off(worker)
	assert sorted(told()) == sorted([done, *notes_on(other)])


def test_killed_at_any_moment_each_entry_is_done_once(phone, web, deal, told, worker):
	began = time.monotonic()
	phone.insist(logging(deal, next_step={"scheduled_on": utc(days=1)}))
	duration = time.monotonic() - began
	for number in range(MOMENTS):
		entry = logging(deal, text=str(number), next_step={"scheduled_on": utc(days=1)})
		sending = phone.begin(entry)
		time.sleep(duration * number / MOMENTS)
		for pid in web.worker_pids():
			with suppress(ProcessLookupError):
				os.kill(pid, signal.SIGKILL)
		with suppress(*NO_ANSWER):
			sending.result(PATIENCE)
		phone.insist(entry)
	notes = notes_on(deal)
	assert len(notes) == 2 * (MOMENTS + 1)  # the call and the next step of each
	assert frappe.db.count(ENTRY) == MOMENTS + 1
	work_off(worker)
	assert sorted(told()) == sorted(notes)
