"""Another app's functions are called in a job after the commit: all of them, at least once, whatever fails or dies."""

import os
import subprocess
import sys
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.kit.domain_events.cause import DEEPEST, Cause, because_of
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.domain_events.tasks import OUTBOX
from frappe_crm_app.kit.outbox.tasks import sweep, work_off
from frappe_crm_app.patches import keep_what_is_told
from scripts.stack.bench import TREE
from tests.factories import make_contact, make_event
from tests.site.kit.domain_events.another_app import HEARD
from tests.site.kit.domain_events.conftest import EVENT, events


@pytest.fixture
def another_app(worker, site):
	"""`another_app("work", "remember")` works off the queue where that function of another app listens; returns the exit code."""

	def run(*arguments: str) -> int:
		frappe.db.commit()
		done = subprocess.run(
			[sys.executable, "-m", "tests.site.kit.domain_events.another_app", site, *arguments],
			env={**os.environ, "PYTHONPATH": str(TREE)},
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			timeout=120,
			check=False,
		)
		frappe.db.commit()
		assert done.returncode in (0, -9), done.stdout
		return done.returncode

	return run


def heard() -> list[str]:
	return frappe.get_all(
		HEARD, filters={"source_name": ("like", "%contact.%")}, pluck="source_name", order_by="creation"
	)


def statuses() -> list[str]:
	return [event.status for event in events()]


def end_leases() -> None:
	"""Let it be long ago that a worker took what it then did not tell."""
	frappe.db.set_value(EVENT, {"status": "Running"}, "lease_until", now_datetime() - timedelta(hours=1))
	frappe.db.commit()


def test_a_worker_calls_with_kind_and_name_as_administrator(another_app, listeners, worker):
	listeners.call("contact.created")
	contact = make_contact()
	(event,) = events()
	assert event.status == "Owed"
	frappe.db.commit()
	assert worker.queued() == [OUTBOX.key]
	another_app("work", "remember")
	(event,) = events()
	assert (event.status, event.reference_name) == ("Told", contact.name)
	assert heard() == [f"contact.created {event.name} Administrator"]


def test_one_that_asks_for_later_is_called_again_and_keeps_nobody_from_being_told(another_app, listeners):
	listeners.call("contact.created")
	make_contact()
	another_app("work", "ask_for_later", "remember")
	(event,) = events()
	assert (event.status, event.attempts, len(heard())) == ("Owed", 0, 1)
	assert not frappe.db.exists(HEARD, {"source_name": f"later {event.name}"})
	assert not frappe.db.exists("Error Log", {"reference_name": event.name})
	sweep()
	another_app("work", "ask_for_later")
	assert statuses() == ["Told"]
	assert frappe.db.exists(HEARD, {"source_name": f"later {event.name}"})


def test_one_that_fails_is_logged_and_keeps_nobody_from_being_told(another_app, listeners):
	listeners.call("contact.created")
	make_contact()
	another_app("work", "fail", "not_there", "remember")
	(event,) = events()
	assert heard() == [f"contact.created {event.name} Administrator"]
	assert not frappe.db.exists(HEARD, {"source_name": ("like", "failed%")})
	titles = frappe.get_all("Error Log", filters={"reference_name": event.name}, pluck="method")
	assert sorted(title.rpartition(".")[0].rpartition(".")[2].partition(":")[0] for title in titles) == [
		"fail",
		"not_there",
	]
	assert event.status == "Told"


def test_what_a_listener_saves_follows_from_the_event(another_app, listeners):
	listeners.call("contact.created")
	make_contact()
	another_app("work", "change_contact", "remember")
	created, updated = events()
	assert (created.depth, updated.depth) == (0, 1)
	assert (updated.kind, updated.cause_event, updated.status) == ("contact.updated", created.name, "Told")
	assert len(heard()) == 2


def test_what_goes_round_in_a_circle_ends(another_app, listeners):
	listeners.call()
	make_contact()
	another_app("tell", "go_round")
	assert [event.depth for event in events()] == list(range(DEEPEST + 2))
	assert statuses() == ["Told"] * (DEEPEST + 1) + ["Given Up"]
	last = events()[-1]
	assert "go round in a circle" in last.reason
	assert frappe.get_all("Error Log", {"method": ("like", "%circle%")}, pluck="reference_name") == [
		last.name
	]


def test_what_a_killed_worker_had_taken_is_told_by_another(another_app, listeners):
	listeners.call("contact.created")
	for _ in range(3):
		make_contact()
	assert another_app("tell", "remember", "die") == -9
	first = heard()
	assert (len(first), statuses()) == (1, ["Running", "Owed", "Owed"])
	another_app("tell", "remember")
	assert statuses() == ["Running", "Told", "Told"]  # somebody may still be at the first one
	end_leases()
	another_app("tell", "remember")
	assert statuses() == ["Told"] * 3
	assert set(heard()) >= {f"contact.created {event.name} Administrator" for event in events()}


def test_what_a_crash_left_before_the_queue_is_swept(another_app, listeners, worker):
	listeners.call("contact.created")
	make_contact()
	frappe.db.after_commit.reset()
	frappe.db.commit()
	assert worker.queued() == []
	sweep()
	another_app("work", "remember")
	assert len(heard()) == 1


def test_many_saves_of_one_moment_enqueue_one_job(worker, listeners):
	listeners.call("contact.created")
	for _ in range(3):
		make_contact()
		frappe.db.commit()
	assert worker.queued() == [OUTBOX.key]


def test_nothing_is_enqueued_for_who_only_reads(worker, listeners):
	listeners.want()
	make_contact()
	sweep()
	frappe.db.commit()
	assert (worker.queued(), statuses()) == ([], ["Told"])


def test_a_function_hears_the_kinds_that_it_names(committed, listeners):
	listeners.call("contact.created", name="hear_created")
	listeners.call("contact.updated", name="hear_updated", then=lambda kind, name: frappe.throw("no"))
	make_contact()
	frappe.db.commit()
	work_off(OUTBOX.key)
	assert [kind for kind, _name in listeners.heard] == ["contact.created"]


def test_two_jobs_at_once_tell_each_event_once(another_app, listeners):
	listeners.call("contact.created")
	for _ in range(30):
		make_contact()
	frappe.db.commit()
	taken = [OUTBOX.take(name) for name in OUTBOX.due(20)]
	another_app("tell", "remember")
	assert len(heard()) == 10
	for event in taken:
		OUTBOX.give_back(event, status="Owed")
	another_app("tell", "remember")
	assert len(set(heard())) == len(heard()) == 30


def test_a_cause_may_be_given(listeners):
	listeners.want()
	contact = make_contact()
	(event,) = events()
	with because_of(Cause.of(event.name, event.depth, rule="rule 7")):
		emit("contact.tagged", contact, after={"tag": "vip"})
	emit("contact.tagged", contact, after={"tag": "big"}, cause=Cause(event.name, "rule 8", 4))
	emit("contact.tagged", contact, after={"tag": "far"})
	found = [(event.cause_event, event.cause_rule, event.depth) for event in events(kind="contact.tagged")]
	assert found == [(event.name, "rule 7", 1), (event.name, "rule 8", 4), (None, None, 0)]


def test_what_was_told_before_there_was_a_status_is_not_told_again(committed, listeners):
	quote = "`" if frappe.db.db_type == "mariadb" else '"'
	table = f"{quote}tab{EVENT}{quote}"
	owed, told = make_event(make_contact(), status="Owed"), make_event(make_contact(), status="Owed")
	frappe.db.commit()
	frappe.db.sql_ddl(f"alter table {table} add column told smallint not null default 0")
	try:
		forget_columns()
		frappe.db.sql(f"update {table} set told = 1 where name = %s", (told.name,))
		keep_what_is_told.execute()
	finally:
		frappe.db.commit()
		frappe.db.sql_ddl(f"alter table {table} drop column told")
		forget_columns()
	found = {name: frappe.db.get_value(EVENT, name, "status") for name in (owed.name, told.name)}
	assert found == {owed.name: "Owed", told.name: "Told"}


def forget_columns() -> None:
	"""Have Frappe, which keeps them, read anew what columns the table has."""
	frappe.cache.hdel("table_columns", f"tab{EVENT}")
	if hasattr(frappe, "client_cache"):  # Frappe 16
		frappe.client_cache.delete_value(f"table_columns::tab{EVENT}")
