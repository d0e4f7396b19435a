"""Many events: those of one import, and how many a second one worker works off beside a job that inserts two rows."""

import time

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.domain_events.tasks import OUTBOX
from frappe_crm_app.kit.outbox.running import work_off
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import make_contact
from tests.site.automation.workflow_rules.engine import asked, rule
from tests.site.intake.contact_import.conftest import import_file, upload  # noqa: F401
from tests.site.kit.domain_events.test_load import people

IMPORTED = {False: 60, True: 10_000}
EVENTS = {False: 30, True: 1000}
MOST = 4  # times of what the bare job costs


def test_every_contact_of_an_import_runs_the_rule_that_counts_imports_once(upload, worker, full_size, capsys):  # noqa: F811
	number = IMPORTED[full_size]
	tag = {"step": "tag", "tag": "Imported"}
	kind = {"record_type": "CRM Contact", "event_kind": "contact.created", "most_runs_a_minute": 0}
	counts = rule(tag, conditions=[asked("first_name", "is", "Ada")], counts_bulk=1, **kind)
	not_counts = rule(tag, **kind)
	import_file(upload(people(number)))
	frappe.db.commit()
	start = time.perf_counter()
	while frappe.db.count("Tag Link", {"tag": "Imported"}) < number:
		sweep()
		worker.run(timeout=3600)
		assert time.perf_counter() - start < 3600
	seconds = time.perf_counter() - start
	with capsys.disabled():
		print(f"{number} events of an import: {seconds:.1f} s, {number / seconds:.0f} a second")
	assert frappe.db.count("CRM Workflow Run", {"rule": counts.name, "status": "Completed"}) == number
	assert frappe.db.count("CRM Workflow Run", {"rule": not_counts.name, "reason_key": "bulk"}) == number


@pytest.fixture
def contacts(committed, full_size) -> list[str]:
	names = [make_contact().name for _ in range(EVENTS[full_size])]
	frappe.db.commit()
	return names


def test_what_an_event_costs_beside_a_job_that_inserts_two_rows(contacts, full_size, capsys):
	change, tag = {"step": "note", "subject": "Ask"}, {"step": "tag", "tag": "Seen"}
	rule(change, tag, record_type="CRM Contact", event_kind="contact.tagged", most_runs_a_minute=0)
	emit_many("contact.tagged", "CRM Contact", [Change(name, None, {"tag": "Hot"}) for name in contacts])
	frappe.db.commit()
	ours = timed(lambda: (work_all_off(OUTBOX), work_all_off(RUNS)))
	assert frappe.db.count("CRM Workflow Run", {"status": "Completed"}) == len(contacts)
	bare = timed(lambda: [insert_two(name) for name in contacts])
	with capsys.disabled():
		print(
			f"{len(contacts)} events: {len(contacts) / ours:.0f} a second, bare {len(contacts) / bare:.0f} a second, "
			f"{ours / bare:.1f} times"
		)
	if full_size:
		assert ours / bare <= MOST


def work_all_off(outbox) -> None:
	"""Do what one worker does with all that is due, shift after shift."""
	while outbox.due(1):
		work_off(outbox)


def insert_two(contact: str) -> None:
	"""What the two steps insert, in a transaction of its own."""
	note = {
		"doctype": "CRM Follow-up Note",
		"action": "Task",
		"subject": "Ask",
		"assigned_to": "Administrator",
	}
	note |= {"reference_doctype": "CRM Contact", "reference_name": contact}
	frappe.get_doc(note).insert()
	frappe.get_doc("CRM Contact", contact).add_tag("Bare")
	frappe.db.commit()


def timed(work) -> float:
	start = time.perf_counter()
	work()
	return time.perf_counter() - start
