"""What the engines before this one left behind is worked off: rows as their code wrote them, and jobs by their dotted paths."""

import json
from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.respondio.rate import RATE
from frappe_crm_app.channels.respondio.setup import ship_settings
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_form,
	make_note,
	make_submission,
	make_sync,
	move,
)
from tests.site.channels.respondio.peer import TOKEN, Peer
from tests.stack.site import empty_queues

SETTINGS = "CRM Respondio Settings"
# The jobs that the commit before enqueued, with their arguments.
OLD_JOBS = (
	("frappe_crm_app.channels.won_mail.tasks.deliver_won_mail", {"won_mail": "whichever"}),
	("frappe_crm_app.intake.lead_forms.tasks.work_off_waiting", {}),
	("frappe_crm_app.channels.respondio.tasks.respondio_add_prospect", {}),
	("frappe_crm_app.channels.respondio.tasks.respondio_process_events", {}),
	("frappe_crm_app.channels.reminders.tasks.send_reminders", {}),
	("frappe_crm_app.channels.reminders.tasks.send_digests", {}),
)


@pytest.fixture
def peer(committed) -> Iterator[Peer]:
	"""respond.io, which the sync is set up for, though not turned on while rows are made by hand."""
	peer = Peer()
	peer.start()
	RATE.forget()
	yield peer
	peer.stop()
	frappe.db.rollback()
	frappe.db.delete("Singles", {"doctype": SETTINGS})
	frappe.db.delete("__Auth", {"doctype": SETTINGS})
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	ship_settings()
	frappe.db.commit()


def minutes(number: int):
	return add_to_date(now_datetime(), minutes=number)


def leave_won_mails(make_user) -> list[str]:
	"""One that nobody tried, one that failed three times and is due, one that is not due yet."""
	names = []
	for values in (
		{},
		{"attempts": 3, "reason": "No outgoing Email Account", "next_attempt_on": minutes(-1)},
		{"attempts": 1, "reason": "No outgoing Email Account", "next_attempt_on": minutes(60)},
	):
		deal = move(make_deal(deal_owner=make_user("CRM Manager")), "Won")
		name = frappe.db.get_value("CRM Won Mail", {"deal": deal.name})
		frappe.db.set_value("CRM Won Mail", name, values or {"attempts": 0})
		names.append(name)
	return names


def leave_submissions() -> list[str]:
	"""One that nobody looked at, and one that failed and was retried by hand."""
	form = make_form().name
	return [
		make_submission(
			form=form, status="Received", attempts=attempts, answers=json.dumps(answers), **answers
		).name
		for attempts, answers in enumerate(
			{"first_name": name, "email": f"{name}@a.example"} for name in "ab"
		)
	]


def leave_syncs() -> list[str]:
	dead = {"lease_key": frappe.generate_hash(length=20), "lease_until": minutes(-1)}
	alive = {"lease_key": frappe.generate_hash(length=20), "lease_until": minutes(9)}
	rows = (
		{"status": "Queued", "next_attempt_on": minutes(0)},
		{"status": "Waiting", "attempts": 2, "last_error": "5xx", "next_attempt_on": minutes(-1)},
		{"status": "Running", "next_attempt_on": minutes(-5), **dead},
		{"status": "Waiting", "attempts": 9, "next_attempt_on": minutes(60)},
		{"status": "Running", "next_attempt_on": minutes(-5), **alive},
	)
	names = []
	for place, values in enumerate(rows):
		customer = make_customer(
			customer_kind="Person", customer_name=f"Ada {place}", phone=f"+1415555010{place}"
		)
		names.append(make_sync(customer, **values).name)
	return names


def leave_events() -> list[str]:
	make_contact(phone="+14155550177")
	body = {
		"event_type": "conversation.opened",
		"contact": {"id": 1, "phone": "+14155550177"},
		"conversation": {"source": "user"},
	}
	return [
		insert(
			"CRM Respondio Event",
			{
				"event_type": "conversation.opened",
				"event_id": str(attempts),
				"status": "Received",
				"attempts": attempts,
				"payload": json.dumps(body | {"event_id": str(attempts)}),
			},
		).name
		for attempts in (0, 4)
	]


@pytest.mark.parametrize("has_old_jobs", [True, False], ids=["old jobs in Redis", "Redis is empty"])
def test_what_was_owed_before_is_worked_off(peer, worker, make_user, has_old_jobs):
	mails, submissions, syncs, events = (
		leave_won_mails(make_user), leave_submissions(), leave_syncs(), leave_events(),
	)  # fmt: skip
	rep = make_user("CRM Sales Rep")
	note = make_note(make_deal(), subject="Ask", assigned_to=rep, scheduled_on=minutes(-5))
	settings = frappe.get_doc(SETTINGS)
	settings.update({"enabled": 1, "base_url": peer.url, "token": TOKEN, "requests_per_second": 100})
	settings.save()
	frappe.db.after_commit.reset()
	frappe.db.commit()
	empty_queues()
	if has_old_jobs:
		for method, arguments in OLD_JOBS:
			frappe.enqueue(method, **arguments)
		worker.run(may_fail=True)  # nobody knows them any more
		assert statuses("CRM Won Mail", mails) == ["Owed"] * 3
	sweep()
	worker.run(may_fail=has_old_jobs)
	assert statuses("CRM Won Mail", mails) == ["Queued", "Queued", "Owed"]
	assert statuses("CRM Lead Submission", submissions) == ["Processed"] * 2
	assert statuses("CRM Respondio Sync", syncs) == ["Done", "Done", "Done", "Waiting", "Running"]
	assert statuses("CRM Respondio Event", events) == ["Noted"] * 2
	assert frappe.db.get_value("CRM Follow-up Note", note.name, "reminded_on")
	assert frappe.db.count("Email Queue", {"reference_doctype": "CRM Sales Deal"}) == 2
	sent = [contact["phone"] for contact in peer.contacts.values() if "phone" in contact]  # leads have none
	assert sorted(sent) == [f"+1415555010{place}" for place in range(3)]


def statuses(doctype: str, names: list[str]) -> list[str]:
	return [frappe.db.get_value(doctype, name, "status") for name in names]
