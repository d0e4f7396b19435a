"""The engine with a user of its own: what becomes of a row, who wakes whom, and what all workers share."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pkgutil import resolve_name

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.kit.outbox.outcomes import LeaseLost, MustWait, Outcome
from frappe_crm_app.kit.outbox.slots import Slots
from frappe_crm_app.kit.outbox.tasks import all_outboxes, sweep, work_off
from tests.site.kit.outbox.conftest import effects
from tests.site.kit.outbox.second_user import CALLS, PARCELS, owe
from tests.stack.site import empty_queues, refresh

pytestmark = pytest.mark.usefixtures("installed")
BOTH = pytest.mark.parametrize("outbox", [PARCELS, CALLS], ids=lambda outbox: outbox.key)


def row_of(outbox, name: str):
	refresh()
	return frappe.get_doc(outbox.doctype, name)


def set_row(outbox, name: str, **values) -> None:
	frappe.db.set_value(outbox.doctype, name, values)
	frappe.db.commit()


@BOTH
def test_a_worker_does_what_is_owed_once(outbox, worker):
	names = owe(outbox, 30)
	assert outbox.key not in worker.queued()
	frappe.db.commit()
	assert worker.queued().count(outbox.key) == 1
	worker.run()
	assert sorted(effects()) == sorted(names)
	assert {row_of(outbox, name).status for name in names} == {"Sent"}
	assert outbox.due(5) == []


@BOTH
def test_a_rollback_forgets_row_and_job(outbox, worker):
	owe(outbox)
	frappe.db.rollback()
	frappe.db.commit()
	assert worker.queued() == []


@BOTH
def test_a_failed_attempt_is_counted_logged_and_tried_again_after_a_pause(outbox):
	(name,) = owe(outbox, behaviour="fails")
	frappe.db.commit()
	assert outbox.attempt(name) == Outcome.LEFT
	row = row_of(outbox, name)
	assert (row.status, row.attempts, row.reason, row.lease_key) == ("Tried", 1, "It broke", None)
	assert 29 < (row.next_attempt_on - now_datetime()).total_seconds() <= 60
	assert frappe.db.count("Error Log", {"reference_name": name}) == 1
	outbox.attempt(name)
	assert row_of(outbox, name).attempts == 1  # not due yet
	set_row(outbox, name, behaviour="", next_attempt_on=now_datetime())
	outbox.attempt(name)
	assert row_of(outbox, name).status == "Sent"
	assert effects() == [name]


def test_after_the_last_attempt_it_is_given_up_with_the_reason():
	(name,) = owe(PARCELS, behaviour="fails")
	for _ in range(5):
		set_row(PARCELS, name, next_attempt_on=now_datetime())
		PARCELS.attempt(name)
	row = row_of(PARCELS, name)
	assert (row.status, row.attempts) == ("Given Up", 3)
	assert row.reason == "3 attempts failed, the last one with “It broke”"
	assert effects() == [f"{name}: {row.reason}"]
	PARCELS.owe_again([name], behaviour="")
	frappe.db.commit()
	PARCELS.attempt(name)
	assert row_of(PARCELS, name).status == "Sent"


@BOTH
def test_what_cannot_be_done_is_given_up_at_once(outbox):
	(name,) = owe(outbox, behaviour="gives up")
	frappe.db.commit()
	outbox.attempt(name)
	row = row_of(outbox, name)
	assert (row.status, row.reason, row.place) == ("Given Up", "No such address", 7)
	assert frappe.db.count("Error Log", {"reference_name": name}) == 0


@BOTH
def test_what_can_be_done_later_waits_and_is_not_counted(outbox):
	(name,) = owe(outbox, behaviour="waits")
	frappe.db.commit()
	outbox.attempt(name)
	row = row_of(outbox, name)
	assert (row.status, row.reason, row.attempts) == ("Tried", "Closed today", 0)
	assert (row.next_attempt_on - now_datetime()).total_seconds() > 590


@BOTH
def test_a_limit_that_is_reached_ends_the_job(outbox, worker):
	names = owe(outbox, 5, behaviour="limit")
	frappe.db.commit()
	work_off(outbox.key)
	assert sorted(row_of(outbox, name).status for name in names) == ["New"] * 4 + ["Tried"]


def test_one_that_fails_hinders_no_other(worker):
	(bad,) = owe(PARCELS, behaviour="fails")
	good = owe(PARCELS, 3)
	frappe.db.commit()
	worker.run()
	assert sorted(effects()) == sorted(good)
	assert row_of(PARCELS, bad).status == "Tried"


@BOTH
def test_the_sweep_finds_what_a_crash_left_and_only_that(outbox, worker):
	(name,), (later,) = owe(outbox), owe(outbox)
	frappe.db.after_commit.reset()  # the process died before it could enqueue
	set_row(outbox, later, next_attempt_on=add_to_date(now_datetime(), hours=1))
	assert worker.queued() == []
	sweep()
	sweep()
	assert worker.queued() == [outbox.key]
	worker.run()
	assert effects() == [name]
	sweep()
	assert worker.queued() == []


def test_an_outbox_that_cannot_be_asked_hinders_no_other(worker, monkeypatch):
	def fail(_limit):
		raise ValueError

	owe(CALLS)
	frappe.db.commit()
	empty_queues()
	first = all_outboxes()[0]
	monkeypatch.setattr(
		type(first),
		"due",
		lambda self, limit: fail(limit) if self is first else type(self).find_due(self, limit),
	)
	sweep()
	assert worker.queued() == [CALLS.key]


def test_a_job_that_was_killed_before_it_did_anything_keeps_nobody_from_the_next(worker):
	owe(PARCELS)
	frappe.db.commit()
	PARCELS.forget_waking()  # what a job does first
	empty_jobs(worker)  # then it is killed
	second = owe(PARCELS)
	frappe.db.commit()
	assert worker.queued() == [PARCELS.key]
	worker.run()
	assert second[0] in effects()
	assert len(effects()) == 2


def empty_jobs(worker) -> None:
	from frappe.utils.background_jobs import get_redis_conn

	get_redis_conn().flushdb()


def test_a_lease_that_ran_out_is_taken_over_and_a_lost_one_writes_nothing():
	(name,) = owe(CALLS)
	frappe.db.commit()
	row = CALLS.take(name)
	assert (CALLS.take(name), CALLS.due(5)) == (None, [])
	set_row(CALLS, name, lease_until=add_to_date(now_datetime(), minutes=-1))
	assert CALLS.due(5) == [name]
	CALLS.attempt(name)
	with pytest.raises(LeaseLost):
		CALLS.note(row, place=1)
	CALLS.give_back(row, status="New")
	assert row_of(CALLS, name).status == "Sent"
	assert effects() == [name]


HOLD = """
import os, time
frappe.db.get_value({doctype!r}, {name!r}, "name", for_update=True)
open({flag!r}, "w").close()
while os.path.exists({flag!r}):
	time.sleep(0.05)
"""


def test_a_row_that_another_transaction_holds_comes_last_and_is_waited_for(tmp_path):
	first, second = owe(PARCELS, 2)
	frappe.db.commit()
	flag = tmp_path / "flag"
	with ThreadPoolExecutor(2) as pool:
		pool.submit(in_another_process, HOLD.format(doctype=PARCELS.doctype, name=first, flag=str(flag)))
		wait_for(flag.exists)
		job = pool.submit(in_another_process, f"work_off({PARCELS.key!r})")
		try:
			wait_for(lambda: second in effects())
			time.sleep(0.3)
			assert not job.done()
		finally:
			flag.unlink()
		assert job.result(60) == 0
	assert effects() == [second, first]


def wait_for(is_true, seconds: float = 60) -> None:
	end = time.monotonic() + seconds
	while not is_true():
		assert time.monotonic() < end, "this took too long"
		time.sleep(0.05)


SCRIPT = """
import frappe, sys
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.kit.outbox.tasks import work_off
"""


def in_another_process(code: str) -> int:
	return subprocess.run([sys.executable, "-c", SCRIPT + code], check=False).returncode


def test_no_more_jobs_are_at_it_than_it_wants_and_the_last_one_looks_again(worker, monkeypatch):
	(name,) = owe(PARCELS)
	frappe.db.commit()
	slots = [PARCELS.jobs.slot(PARCELS.at_once) for _ in range(PARCELS.at_once)]
	for slot in slots:
		slot.__enter__()
	work_off(PARCELS.key)
	assert effects() == []
	for slot in slots[1:]:
		slot.__exit__(None, None, None)
	slots[0].__exit__(None, None, None)
	work_off(PARCELS.key)
	assert effects() == [name]
	assert row_of(PARCELS, name).status == "Sent"


def test_a_job_hands_over_after_its_shift(worker, monkeypatch):
	owe(PARCELS, 3)
	frappe.db.commit()
	empty_queues()
	monkeypatch.setitem(PARCELS.__dict__, "shift", -1)
	work_off(PARCELS.key)
	assert len(effects()) == 1
	assert worker.queued() == [PARCELS.key]
	monkeypatch.undo()
	worker.run()
	assert len(effects()) == 3


def test_slots_are_shared_and_those_of_the_dead_come_back():
	limit = Slots("crm_outbox_test", held_at_most=0.3)
	for mark in ("a", "b"):
		limit.take(mark, 2, patience=0)  # and nobody gives them back
	with pytest.raises(MustWait):
		limit.take("c", 2, patience=0)
	limit.take("c", 2, patience=1)
	limit.forget()
	limit.pause(600)
	with pytest.raises(MustWait) as caught:
		limit.take("d", 2, patience=5)
	assert caught.value.seconds > 590
	limit.forget()


def test_a_slot_is_kept_while_its_process_is_busy_and_redis_remembers_it_as_long():
	limit = Slots("crm_outbox_test", held_at_most=0.4)
	limit.take("a", 1, patience=0)
	frappe.cache.expire(limit.key("slots"), 1)
	with limit.kept("a"):
		time.sleep(1.3)
		assert limit.is_held("a")
		with pytest.raises(MustWait):
			limit.take("b", 1, patience=0)
	assert not limit.is_held("a")
	limit.take("b", 1, patience=0)
	limit.forget()


@pytest.mark.parametrize("key", ["won_mail", "lead_forms", "respondio", "respondio_events"])
def test_each_outbox_of_rows_describes_what_its_doctype_has(key):
	outbox = next(outbox for outbox in all_outboxes() if outbox.key == key)
	meta = frappe.get_meta(outbox.doctype)
	options = meta.get_field(outbox.status).options.split("\n")
	assert {*outbox.owed, outbox.failed} <= set(options)
	for fieldname in (outbox.reason, outbox.attempts, outbox.next_attempt_on):
		assert not fieldname or meta.has_field(fieldname)
	due_by = outbox.next_attempt_on or outbox.oldest
	assert (outbox.status, due_by) in indexes_of(outbox.doctype)


def indexes_of(doctype: str) -> set[tuple[str, ...]]:
	"""Return the columns of each index of more than one."""
	if frappe.db.db_type == "postgres":
		definitions = frappe.db.sql(
			"select indexdef from pg_indexes where tablename = %s", f"tab{doctype}", pluck=True
		)
		parts = [each.rpartition("(")[2].rstrip(")").split(",") for each in definitions]
		return {tuple(column.strip(' "') for column in columns) for columns in parts}
	found: dict[str, list[str]] = {}
	for row in frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True):
		found.setdefault(row.Key_name, []).append(row.Column_name)
	return {tuple(columns) for columns in found.values()}


def test_all_outboxes_have_a_key_of_their_own_and_a_function():
	keys = [outbox.key for outbox in all_outboxes()]
	assert len(keys) == len(set(keys))
	for outbox in all_outboxes():
		assert callable(resolve_name(outbox.work))
