"""A rule that is changed while it runs, and what is gone or taken away in the middle of a run."""

import json
import time

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.editor import api
from frappe_crm_app.automation.workflow_rules.tasks import REQUESTS
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import insert, make_contact, make_customer, make_deal, move
from tests.site.automation.workflow_rules.engine import (
	RUN,
	STEP,
	TAG,
	outcome,
	pass_time,
	rule,
	run_of,
	steps_of,
	tags_of,
	work_off,
)
from tests.site.automation.workflow_rules.peer import HookPeer
from tests.stack.site import refresh

WAIT = {"step": "wait", "hours": 1}
DEALS = 12


def tag(name: str) -> dict:
	return {"step": "tag", "tag": name}


def test_runs_finish_on_their_version_while_two_people_change_the_rule(committed, api_of_two, workers):
	"""Each save comes in while two workers have runs of it go on; each run does the steps of one version, and both of them."""
	doc = rule(tag("first 0"), tag("second 0"), most_runs_a_minute=0)
	deals = [make_deal() for _number in range(DEALS)]
	frappe.db.commit()
	workers(2)
	refused = 0
	for number, deal in enumerate(deals, 1):
		move(deal, "Proposal")
		frappe.db.commit()
		refused += change_at_once(api_of_two, doc.name, number)
	wait_until_over(doc.name, DEALS)
	assert refused == DEALS  # each time, one of the two is told that the other was first
	for deal in deals:
		first, second = sorted(tags_of(deal))
		assert first.removeprefix("first ") == second.removeprefix("second ")
	versions = frappe.get_all("CRM Workflow Rule Version", {"rule": doc.name}, pluck="number")
	assert sorted(versions) == list(range(1, DEALS + 2))
	assert {run.status for run in frappe.get_all(RUN, {"rule": doc.name}, ["status"])} == {"Completed"}


@pytest.fixture
def api_of_two(api, make_user):
	"""Two administrators over HTTP."""
	users = [make_user("CRM Admin") for _number in range(2)]
	frappe.db.commit()
	return [api(user) for user in users]


def change_at_once(clients, name: str, number: int) -> int:
	"""Have both save what they read at the same moment; return how many were refused."""
	path = "/api/method/frappe_crm_app.automation.workflow_rules.editor.api."
	refresh()
	read = api.get_rule(name)
	steps = [tag(f"first {number}"), tag(f"second {number}")]
	given = {
		field: read[field] for field in ("title", "is_enabled", "record_type", "event_kind", "trigger_type")
	}
	body = {"rule": json.dumps({**given, "steps": steps, "most_runs_a_minute": 0})}
	body |= {"name": name, "modified": read["modified"]}
	answers = [client.post(path + "save", json=body) for client in clients]
	for answer in answers:
		assert answer.status_code in (200, 417), answer.text
		assert "Traceback" not in answer.text
	return sum("Somebody has changed this rule" in answer.text for answer in answers)


def wait_until_over(name: str, count: int, seconds: int = 60) -> None:
	end = time.monotonic() + seconds
	while True:
		refresh()
		if frappe.db.count(RUN, {"rule": name, "status": "Completed"}) >= count:
			return
		assert time.monotonic() < end, frappe.get_all(RUN, {"rule": name}, ["status", "reason"])
		sweep()
		time.sleep(0.3)


def test_what_happened_before_a_change_is_for_the_former_version():
	doc = rule(tag("Old"))
	before = move(make_deal(), "Proposal")
	other = frappe.get_doc("CRM Sales Deal", make_deal().name)
	doc.reload()
	doc.update({"steps": json.dumps([tag("New")])}).save()
	after = move(make_deal(), "Proposal")
	doc.update({"event_kind": "deal.value_changed", "steps": json.dumps([tag("Value")])}).save()
	other.update({"value": 7}).save()
	doc.update({"event_kind": "deal.stage_changed", "steps": json.dumps([tag("Last")])}).save()
	work_off()
	assert (tags_of(before), tags_of(after), tags_of(other)) == ({"Old"}, {"New"}, set())


def test_what_happened_while_a_rule_was_off_is_for_no_version():
	doc, other = rule(tag("Old")), rule()  # the other one has events written down
	doc.reload()
	doc.update({"is_enabled": 0}).save()
	deal = move(make_deal(), "Proposal")
	doc.update({"is_enabled": 1}).save()
	work_off()
	assert tags_of(deal) == {"Seen"}
	assert run_of(other).status == "Completed"


# --- what goes in the middle of a run ---


def waiting(*steps: dict, **values):
	"""A rule with a run that waits, and the deal that it is about."""
	doc = rule(WAIT, *steps)
	deal = move(make_deal(**values), "Proposal")
	work_off()
	assert run_of(doc).status == "Waiting"
	return doc, deal


def goes_on() -> None:
	pass_time(hours=2)
	work_off()


def test_a_linked_record_that_is_gone_stops_the_run_with_a_sentence():
	customer = make_customer()
	doc, _deal = waiting(
		{"step": "change", "of": "customer", "values": {"industry": "Steel"}}, customer=customer.name
	)
	frappe.db.delete("CRM Customer", {"name": customer.name})
	goes_on()
	assert outcome(doc) == ("Failed", "refused")
	assert run_of(doc).reason == "There is no Customer to change."


def test_a_contact_that_is_gone_is_not_mailed():
	contact = make_contact(email="ada@example.com")
	doc, _deal = waiting(
		{"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"}, contact=contact.name
	)
	frappe.db.delete("CRM Contact", {"name": contact.name})
	goes_on()
	assert outcome(doc) == ("Completed", None)
	assert steps_of(run_of(doc))[-1].detail == "Nobody could be mailed."


def test_a_template_that_is_gone_stops_the_run_with_a_sentence():
	template = insert("Email Template", {"name": "Hello", "subject": "Hello", "response": "Hello"})
	doc, _deal = waiting({"step": "mail", "to": {"address": "x@example.com"}, "template": template.name})
	frappe.delete_doc("Email Template", template.name, force=True)
	goes_on()
	run = run_of(doc)
	assert (run.status in ("Failed", "Cancelled"), run.attempts) == (True, 0)
	assert "Email Template" in run.reason


def test_a_person_who_is_disabled_meanwhile_is_given_nothing(make_user):
	rep = make_user("CRM Sales Rep")
	doc, deal = waiting({"step": "assign", "to": {"user": rep}}, deal_owner="Administrator")
	frappe.get_doc("User", rep).update({"enabled": 0}).save()
	goes_on()
	assert run_of(doc).status in ("Failed", "Completed", "Cancelled")
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "deal_owner") == "Administrator"


def test_who_loses_sight_of_the_record_does_nothing_more(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule(WAIT, TAG)
	frappe.set_user("Administrator")
	deal = move(make_deal(), "Proposal")
	work_off()
	scope = frappe.get_doc("CRM Record Scope", {"role": "CRM Admin", "record_type": "CRM Sales Deal"})
	scope.update({"scope": "Own"}).save()
	goes_on()
	assert outcome(doc) == ("Cancelled", "hidden")
	assert tags_of(deal) == set()


def test_a_request_that_is_owed_is_sent_though_its_record_and_the_role_are_gone(committed, make_user):
	"""What it says was worked out with the rights that the owner had then."""
	peer, admin = HookPeer().start(), make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule({"step": "webhook", "url": peer.url})
	frappe.set_user("Administrator")
	deal = move(make_deal(), "Proposal")
	work_off()
	frappe.get_doc("User", admin).remove_roles("CRM Admin")
	frappe.delete_doc("CRM Sales Deal", deal.name, force=True)
	frappe.db.commit()
	(step,) = frappe.get_all(STEP, {"run": run_of(doc).name}, pluck="name")
	REQUESTS.attempt(step)
	refresh()
	peer.stop()
	assert len(peer.taken) == 1
	assert steps_of(run_of(doc))[0].status == "Done"


def test_a_worker_that_is_killed_while_the_other_side_answers_sends_it_again_under_the_same_key(
	committed, worker
):
	peer = HookPeer().start()
	peer.delay = 5
	doc = rule({"step": "webhook", "url": peer.url})
	move(make_deal(), "Proposal")
	work_off()
	frappe.db.commit()
	REQUESTS.enqueue()
	frappe.db.commit()
	worker.start()
	wait_for(lambda: steps_of(run_of(doc))[0].status == "Running")
	worker.kill()
	peer.delay = 0
	assert steps_of(run_of(doc))[0].status == "Running"
	frappe.db.set_value(STEP, {"run": run_of(doc).name}, "lease_until", now_datetime())
	frappe.db.commit()
	REQUESTS.attempt(steps_of(run_of(doc))[0].name)
	refresh()
	wait_for(lambda: steps_of(run_of(doc))[0].status == "Done")
	peer.stop()
	assert len(set(peer.keys())) == 1


def wait_for(is_so, seconds: int = 30) -> None:
	end = time.monotonic() + seconds
	while not is_so():
		assert time.monotonic() < end
		time.sleep(0.2)
		refresh()
