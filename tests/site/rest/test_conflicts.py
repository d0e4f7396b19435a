"""Who wants a record that another transaction has just changed: a request goes on by itself or is told to try again, a job goes on."""

import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import frappe
import pytest
import requests
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.reminders.tasks import REMINDERS
from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit import start
from frappe_crm_app.intake.bulk_edit.changes import Change
from frappe_crm_app.intake.lead_forms.tasks import OUTBOX as LEAD_FORMS
from frappe_crm_app.kit.conflicts import MOST_TRIES, repeated, undoing
from frappe_crm_app.kit.exceptions import BusyError
from frappe_crm_app.kit.set_based import catching_refusal
from tests.factories import (
	insert,
	make_contact,
	make_deal,
	make_form,
	make_note,
	make_submission,
	move,
	stage,
)
from tests.stack.site import new_user

SENTENCE = "Somebody else is saving the same records"
METHOD = "/api/method/"
WAITING = {
	# Of its own user's statements the connection sees how long they have taken, not whether they wait.
	"mariadb": "select count(*) from information_schema.processlist where command = 'Query' and time_ms > 500 and id != connection_id()",
	"postgres": "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
}
Call = tuple[str, str, dict]  # verb, path, JSON


@pytest.fixture
def overtaken(committed) -> Iterator[Callable]:
	"""`overtaken(doctype, name, work)` changes a record after `work`, in a thread, has begun to wait for it; returns what `work` does."""
	pool = ThreadPoolExecutor(1)

	def run(doctype: str, name: str, work: Callable[[], object]) -> object:
		frappe.db.commit()
		frappe.db.set_value(doctype, name, "idx", 7, update_modified=False)
		future = pool.submit(work)
		wait_for_a_waiter(future)
		frappe.db.commit()
		result = future.result(180)
		frappe.db.commit()
		return result

	yield run
	pool.shutdown()


def wait_for_a_waiter(future: Future) -> None:
	"""Return when somebody waits for a lock; fails where the work is over without having waited."""
	end = time.monotonic() + 120
	while not is_waited_for():
		assert not future.done(), f"It did not wait: {future.result()}"
		assert time.monotonic() < end
		time.sleep(0.05)


def is_waited_for() -> bool:
	"""Return whether somebody waits for a lock just now."""
	if frappe.db.db_type == "postgres":
		frappe.db.sql(
			"select pg_stat_clear_snapshot()"
		)  # within a transaction, it tells the same again and again
	return bool(frappe.db.sql(WAITING[frappe.db.db_type])[0][0])


@pytest.fixture
def sender(api, make_user) -> Callable[[Call], requests.Response]:
	"""`sender(call)` sends as a CRM Manager, from whichever thread."""
	client = api(make_user("CRM Manager", "System Manager"))
	headers = dict(client.headers)

	def send(call: Call) -> requests.Response:
		verb, path, values = call
		return requests.request(verb, client.base_url + path, json=values, headers=headers, timeout=120)

	return send


def put(deal: Document) -> Call:
	return "PUT", f"/api/resource/CRM Sales Deal/{deal.name}", {"description": "x"}


def patch(deal: Document) -> Call:
	return "PATCH", f"/api/v2/document/CRM Sales Deal/{deal.name}", {"description": "x"}


def set_value(deal: Document) -> Call:
	values = {"doctype": deal.doctype, "name": deal.name, "fieldname": "description", "value": "x"}
	return "POST", METHOD + "frappe.client.set_value", values


@pytest.mark.parametrize("call", [put, patch, set_value])
def test_a_request_is_told_to_try_again_in_a_sentence(sender, overtaken, call):
	deal = make_deal()
	answer = overtaken("CRM Sales Deal", deal.name, lambda: sender(call(deal)))
	assert answer.status_code == 409, answer.text
	assert SENTENCE in answer.text
	assert "Traceback" not in answer.text
	assert not frappe.db.get_value("CRM Sales Deal", deal.name, "description")
	assert sender(call(deal)).status_code == 200


def test_requests_about_other_apps_records_are_answered_as_ever(sender, overtaken):
	todo = insert("ToDo", {"description": "Call"})
	call = ("PUT", f"/api/resource/ToDo/{todo.name}", {"priority": "Low"})
	answer = overtaken("ToDo", todo.name, lambda: sender(call))
	assert answer.status_code != 409
	assert SENTENCE not in answer.text


def by_form(deal: Document) -> Call:
	deal.description = "x"
	return "POST", METHOD + "frappe.desk.form.save.savedocs", {"doc": frappe.as_json(deal), "action": "Save"}


def by_board(deal: Document) -> Call:
	values = {"doctype": deal.doctype, "name": deal.name, "stage": stage("Qualified")}
	return "POST", METHOD + "frappe_crm_app.screens.board.api.move", values


def by_bulk(deal: Document) -> Call:
	values = {"doctype": deal.doctype, "names": [deal.name], "to_user": "Administrator"}
	return "POST", METHOD + "frappe_crm_app.intake.bulk_edit.api.reassign", values


@pytest.mark.parametrize(
	("way", "changed"), [(by_form, "description"), (by_board, "stage"), (by_bulk, "deal_owner")]
)
def test_what_can_be_done_again_is(sender, overtaken, make_user, way, changed):
	deal = make_deal(deal_owner=make_user("CRM Sales Rep"))
	before, call = deal.get(changed), way(frappe.get_doc(deal.doctype, deal.name))
	answer = overtaken("CRM Sales Deal", deal.name, lambda: sender(call))
	assert answer.status_code == 200, answer.text
	assert SENTENCE not in answer.text
	assert frappe.db.get_value(deal.doctype, deal.name, changed) != before


# What each job is asked to do: makes it, has it queued, and returns the record that it wants first; and what shows that it was done.
def owe_won_mail() -> Document:
	deal = move(make_deal(deal_owner=new_user("CRM Sales Rep")), "Won")
	return frappe.get_doc("CRM Won Mail", {"deal": deal.name})


def owe_lead() -> Document:
	submission = make_submission(
		form=make_form().name, status="Received", first_name="Ada", answers='{"first_name": "Ada"}'
	)
	LEAD_FORMS.enqueue()
	return submission


def owe_reminder() -> Document:
	due = {"assigned_to": "Administrator", "scheduled_on": add_to_date(now_datetime(), minutes=-5)}
	note = make_note(make_deal(), subject="Ask", **due)
	REMINDERS.enqueue()
	return note


def owe_bulk_change() -> Document:
	contacts = [make_contact().name for _number in range(3)]
	name = start.queue(
		[("CRM Contact", each) for each in contacts], Change(BulkAction.REASSIGN, to_user="Administrator")
	)
	return frappe.get_doc("CRM Bulk Change", name)


JOBS = {
	owe_won_mail: {"status": "Queued", "attempts": 1},
	owe_lead: {"status": "Processed", "attempts": 1},
	owe_reminder: {"reminded_on": (">", "1900-01-01")},
	owe_bulk_change: {"status": "Completed", "done": 3},
}  # fmt: skip


@pytest.mark.parametrize("owe", JOBS)
def test_a_job_goes_on(worker, overtaken, owe):
	frappe.db.set_single_value("CRM Desk Settings", "send_reminders", 1)
	owed = owe()
	frappe.db.commit()

	def work() -> str:
		done = subprocess.run(
			worker._command("--burst"),
			cwd=worker.stack.bench.sites,
			env=worker.stack.bench.full_environment,
			capture_output=True,
			text=True,
			timeout=170,
			check=False,
		)
		return done.stdout + done.stderr

	log = overtaken(owed.doctype, owed.name, work)
	assert not worker.failed(), log
	assert frappe.db.exists(owed.doctype, {"name": owed.name, **JOBS[owe]}), frappe.get_doc(
		owed.doctype, owed.name
	).as_dict()
	assert frappe.db.count("Error Log", {"reference_name": owed.name}) == 0


def lose(error: Exception) -> None:
	"""Fail as the database does when it has undone the whole transaction."""
	frappe.db.rollback()
	raise error


@pytest.mark.parametrize("error", [frappe.QueryDeadlockError, frappe.QueryTimeoutError, BusyError])
def test_a_savepoint_is_not_asked_for_after_a_conflict(error):
	with pytest.raises(error), undoing("lost", Exception):
		lose(error())
	with pytest.raises(error), catching_refusal():
		lose(error())


def test_work_is_done_again_from_its_beginning_and_leaves_no_message_of_before():
	tries = []

	def work() -> int:
		tries.append(make_contact().name)
		frappe.msgprint("Saving")
		if len(tries) < 3:
			lose(frappe.QueryDeadlockError())
		return len(tries)

	assert repeated(work) == 3
	assert [bool(frappe.db.exists("CRM Contact", name)) for name in tries] == [False, False, True]
	assert len(frappe.local.message_log) == 1


def test_work_that_always_loses_raises_the_conflict():
	tries = []

	def work() -> None:
		tries.append(1)
		lose(BusyError())

	with pytest.raises(BusyError):
		repeated(work)
	assert len(tries) == MOST_TRIES


def test_other_errors_are_raised_at_once():
	tries = []

	def work() -> None:
		tries.append(1)
		raise frappe.ValidationError

	with pytest.raises(frappe.ValidationError):
		repeated(work)
	assert len(tries) == 1
