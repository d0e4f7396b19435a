"""What webhooks come to: a peer on loopback that takes them, is slow, fails, redirects, or is gone."""

import hashlib
import hmac
from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules import client
from frappe_crm_app.automation.workflow_rules.editor.retrying import retry
from frappe_crm_app.automation.workflow_rules.tasks import REQUESTS
from tests.factories import make_deal, move
from tests.site.automation.workflow_rules.engine import STEP, rule, run_of, steps_of, work_off
from tests.site.automation.workflow_rules.peer import HookPeer


@pytest.fixture
def peer(committed) -> Iterator[HookPeer]:
	peer = HookPeer().start()
	yield peer
	peer.stop()


@pytest.fixture
def doc(peer, committed):
	"""A rule that calls the peer, with its run over and the request owed."""
	doc = rule({"step": "webhook", "url": peer.url}, webhook_secret="hush")
	move(make_deal(title="Cranes"), "Proposal")
	work_off()
	frappe.db.commit()
	return doc


def send(doc) -> frappe._dict:
	"""Send what is owed, and return the step."""
	REQUESTS.attempt(steps_of(run_of(doc))[0].name)
	frappe.db.rollback()
	return steps_of(run_of(doc))[0]


def later(doc) -> None:
	frappe.db.set_value(STEP, {"run": run_of(doc).name}, "next_attempt_on", now_datetime())
	frappe.db.commit()


def test_what_a_step_says_fits_how_far_its_request_came(doc, peer):
	peer.next_answers = [(500, {}), (404, {})]

	def said() -> tuple[str, str, str | None]:
		step = steps_of(run_of(doc))[0]
		return step.status, step.detail, step.reason

	assert said() == ("Owed", "To be sent to 127.0.0.1.", None)
	send(doc)
	assert said() == ("Trying Again", "To be sent to 127.0.0.1.", "The other side answered 500.")
	later(doc)
	send(doc)
	assert said() == ("Failed", "Not taken by 127.0.0.1.", "The other side answered 404.")
	retry(run_of(doc).name)
	frappe.db.commit()
	assert said() == ("Owed", "To be sent to 127.0.0.1.", None)
	send(doc)
	assert said() == ("Done", "Sent to 127.0.0.1.", None)


def test_a_request_is_taken_once_and_signed_with_the_secret_of_the_rule(doc, peer):
	assert send(doc).status == "Done"
	send(doc)
	((headers, body),) = peer.taken
	signed = f"{headers['X-CRM-Timestamp']}.{body}".encode()
	assert headers["X-CRM-Signature"] == f"sha256={hmac.new(b'hush', signed, hashlib.sha256).hexdigest()}"
	assert peer.bodies()[0]["record"]["title"] == "Cranes"


def test_a_peer_that_fails_is_tried_again_under_the_same_key(doc, peer):
	peer.next_answers = [(500, {}), (503, {})]
	assert send(doc).status == "Trying Again"
	later(doc)
	assert send(doc).attempts == 2
	later(doc)
	assert send(doc).status == "Done"
	assert len(peer.keys()) == 3
	assert len(set(peer.keys())) == 1


def test_a_peer_that_asks_to_wait_is_waited_for_without_counting(doc, peer):
	peer.next_answers = [(429, {"Retry-After": "600"})]
	step = send(doc)
	assert (step.status, step.attempts) == ("Trying Again", 0)
	assert step.next_attempt_on > add_to_date(now_datetime(), minutes=9)


def test_a_peer_that_is_too_slow_is_tried_again_under_the_same_key(doc, peer, monkeypatch):
	monkeypatch.setattr(client, "TIMEOUT", (1, 0.3))
	peer.delay = 1
	step = send(doc)
	assert (step.status, step.attempts, step.reason) == (
		"Trying Again", 1, "There was no answer (ReadTimeout).",
	)  # fmt: skip
	peer.delay = 0
	later(doc)
	assert send(doc).status == "Done"
	assert len(set(peer.keys())) == 1


def test_what_no_peer_takes_for_a_day_fails_the_run(doc, peer):
	peer.next_answers = [(500, {})] * 20
	for _attempt in range(REQUESTS.backoff.most_attempts):
		step = send(doc)
		later(doc)
	assert (step.status, run_of(doc).status) == ("Failed", "Failed")
	assert len(peer.taken) == REQUESTS.backoff.most_attempts
	pauses = sum(min(REQUESTS.backoff.longest, 60 * 2**number) for number in range(11))
	assert pauses >= 86_400


def test_a_peer_that_is_gone_for_an_hour_is_told_afterwards(doc, peer):
	peer.stop()
	for _attempt in range(6):
		step = send(doc)
		later(doc)
	assert (step.status, step.attempts) == ("Trying Again", 6)
	assert "no answer" in step.reason
	again = HookPeer().start()
	payload = step.payload.replace(peer.url, again.url)
	frappe.db.set_value(STEP, step.name, "payload", payload)
	frappe.db.commit()
	assert send(doc).status == "Done"
	again.stop()
	peer.start()


@pytest.mark.parametrize("answer", [(302, {"Location": "http://127.0.0.1:1/"}), (404, {}), (410, {})])
def test_what_trying_again_would_not_help_fails_the_run_at_once(doc, peer, answer):
	peer.next_answers = [answer]
	step = send(doc)
	assert (step.status, step.reason) == ("Failed", f"The other side answered {answer[0]}.")
	run = run_of(doc)
	assert (run.status, run.reason) == ("Failed", "A request was not taken.")
	assert len(peer.taken) == 1


def test_a_private_address_is_never_called(doc, peer, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "crm_outgoing_networks", [])
	assert send(doc).status == "Failed"
	assert peer.taken == []


def test_a_worker_sends_what_a_run_owes(peer, worker, committed):
	doc = rule({"step": "webhook", "url": peer.url, "shape": "slack", "text": "{{ title }} moved"})
	frappe.db.commit()
	peer.delay = 0.5
	move(make_deal(title="Cranes"), "Proposal")
	frappe.db.commit()
	worker.run()
	assert peer.bodies() == [{"text": "Cranes moved"}]
	assert (run_of(doc).status, steps_of(run_of(doc))[0].status) == ("Completed", "Done")
