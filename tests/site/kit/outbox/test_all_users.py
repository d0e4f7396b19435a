"""Every user of the engine, with two workers: killed in the middle, and in a deadlock, each piece of work takes effect once."""

import subprocess
import sys
import time
from functools import partial

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.respondio.rate import RATE
from frappe_crm_app.channels.respondio.setup import ship_settings
from frappe_crm_app.kit.conflicts import committed, is_conflict
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
from frappe_crm_app.kit.outbox.rows import OwedRows
from frappe_crm_app.kit.outbox.tasks import all_outboxes, sweep
from tests.site.channels.respondio.peer import TOKEN, Peer
from tests.site.kit.outbox.users import USERS
from tests.stack.site import refresh

pytestmark = pytest.mark.split
SETTINGS = "CRM Respondio Settings"
COUNT = 12

SCRIPT = """
import os, signal, sys
import frappe
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.kit.outbox.tasks import Outbox, work_off
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
{sabotage}
work_off(sys.argv[1])
"""
DIE_BEFORE_THE_MARK = """
do, note, steps = Outbox.do, LeasedRows.note, []
def do_and_die(self, row):
	do(self, row)
	os.kill(os.getpid(), signal.SIGKILL)
def note_and_die(self, row, **values):
	note(self, row, **values)
	steps.append(row)
	if len(steps) == 2:
		os.kill(os.getpid(), signal.SIGKILL)
Outbox.do, LeasedRows.note = do_and_die, note_and_die
"""
MEET_CROSSWISE = """
do, calls = Outbox.do, []
def lock(name):
	frappe.db.get_value("CRM Source", name, "name", for_update=True)
def meet(self, row):
	calls.append(row)
	values = None if isinstance(self, LeasedRows) else do(self, row)
	if len(calls) <= 2 and not os.path.exists(sys.argv[2] + ".met"):
		lock(sys.argv[3])
		open(sys.argv[2], "w").close()
		lock(sys.argv[4])
		open(sys.argv[2] + ".met", "w").close()
	return do(self, row) if isinstance(self, LeasedRows) else values
Outbox.do = meet
"""


@pytest.fixture
def peer(installed):
	peer = Peer()
	peer.start()
	yield peer
	peer.stop()


@pytest.fixture(params=USERS)
def user(request, installed, peer):
	"""Each user in turn, with respond.io reachable; what the test changed of settings is put back."""
	before = frappe.db.get_value("CRM Desk Settings", None, ["digest_hour", "send_reminders"], as_dict=True)
	if request.param.startswith("respondio"):
		RATE.forget()
		settings = frappe.get_doc(SETTINGS)
		settings.update({"enabled": 1, "base_url": peer.url, "token": TOKEN, "requests_per_second": 100})
		settings.save()
	if request.param != "digests":
		frappe.db.set_single_value("CRM Desk Settings", "digest_hour", 23)
	frappe.db.commit()
	yield request.param
	frappe.db.rollback()
	# As numbers: of True, PostgreSQL makes a text that is no number.
	frappe.db.set_default("suspend_email_queue", 1)  # as the site was configured
	frappe.db.set_single_value("CRM Desk Settings", {name: int(value) for name, value in before.items()})
	if request.param.startswith("respondio"):
		frappe.db.delete("Singles", {"doctype": SETTINGS})
		frappe.db.delete("__Auth", {"doctype": SETTINGS})
		ship_settings()
	frappe.db.commit()
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")


@pytest.fixture
def outbox(user):
	return next(outbox for outbox in all_outboxes() if outbox.key == user)


@pytest.fixture
def effects(user, peer):
	"""`effects()` -> how often each piece of work took effect."""

	def count() -> dict[str, int]:
		refresh()
		return USERS[user].effects(peer)

	return count


def run(outbox, sabotage: str, *arguments: str) -> subprocess.Popen:
	code = SCRIPT.format(sabotage=sabotage)
	return subprocess.Popen([sys.executable, "-c", code, outbox.key, *arguments])


def move_clock(outbox, dead: list[str]) -> None:
	"""What waits is due, and these leases of a dead worker are over: as after some minutes. Then the scheduler sweeps."""
	past = add_to_date(now_datetime(), minutes=-1)
	if isinstance(outbox, OwedRows) and outbox.next_attempt_on:
		waiting = {outbox.status: ("in", outbox.owed)}
		change(outbox.doctype, waiting, outbox.next_attempt_on, past)
	if dead:
		change(outbox.doctype, {outbox.lease_key: ("in", dead)}, outbox.lease_until, past)
	sweep()


def change(doctype: str, filters: dict, fieldname: str, value: object) -> None:
	"""Write a field of rows that workers may be writing at the same moment."""
	refresh()
	committed(partial(frappe.db.set_value, doctype, filters, fieldname, value, update_modified=False))


def leases(outbox) -> list[str]:
	"""Return the keys of rows that somebody has."""
	refresh()
	if not isinstance(outbox, LeasedRows):
		return []
	return frappe.get_all(outbox.doctype, {outbox.status: outbox.running}, pluck=outbox.lease_key)


def wait_until_done(outbox, effects, count: int, seconds: float = 90) -> None:
	end = time.monotonic() + seconds
	while len(effects()) < count or is_owed(outbox):
		assert time.monotonic() < end, (effects(), outbox.due(20))
		time.sleep(0.5)
		sweep()


def is_owed(outbox) -> bool:
	refresh()
	is_leased = isinstance(outbox, LeasedRows) and frappe.db.exists(
		outbox.doctype, {outbox.status: outbox.running}
	)
	return bool(outbox.due(1) or is_leased)


def test_killed_before_the_mark_each_is_done_once(user, outbox, effects, workers):
	USERS[user].owe(3)
	frappe.db.commit()
	assert run(outbox, DIE_BEFORE_THE_MARK).wait(60) == -9
	if not isinstance(outbox, LeasedRows):
		assert effects() == {}
	move_clock(outbox, leases(outbox))
	workers(2)
	wait_until_done(outbox, effects, 3)
	assert list(effects().values()) == [1] * 3


def test_one_of_two_workers_is_killed_and_each_is_done_once(user, outbox, effects, workers):
	USERS[user].owe(COUNT)
	frappe.db.commit()
	sweep()
	first, _second = workers(2)
	end = time.monotonic() + 60
	while not effects():
		assert time.monotonic() < end
		time.sleep(0.01)
	first.kill()
	held = leases(outbox)
	time.sleep(2 if held else 0)  # of the other worker, this row is done by then
	move_clock(outbox, held)
	wait_until_done(outbox, effects, COUNT)
	assert list(effects().values()) == [1] * COUNT


def errors(outbox) -> int:
	title = getattr(outbox, "doctype", outbox.key)
	return frappe.db.count("Error Log", {"method": ("like", f"%{title}%")})


def test_a_deadlock_is_survived_and_each_is_done_once(user, outbox, effects, workers, tmp_path):
	before = errors(outbox)
	USERS[user].owe(2)
	first, second = frappe.get_all("CRM Source", pluck="name", order_by="name asc", limit=2)
	frappe.db.commit()
	flag = tmp_path / "flag"
	# Of two in a deadlock, MariaDB gives up the one that has written less: not this one.
	many = frappe.qb.DocType("DocPerm")
	frappe.qb.update(many).set(many.idx, many.idx + 1).run()
	frappe.db.get_value("CRM Source", second, "name", for_update=True)
	job = run(outbox, MEET_CROSSWISE, str(flag), first, second)
	end = time.monotonic() + 60
	while not flag.exists():
		assert time.monotonic() < end
		assert job.poll() is None
		time.sleep(0.02)
	is_given_up = False
	try:
		frappe.db.get_value("CRM Source", first, "name", for_update=True)
	except Exception as error:
		is_given_up = is_conflict(error)
	assert is_given_up or not flag.with_suffix(".met").exists()  # one of the two was
	frappe.db.rollback()
	assert job.wait(90) == 0
	move_clock(outbox, [])
	workers(2)
	wait_until_done(outbox, effects, 2)
	assert list(effects().values()) == [1] * 2
	assert errors(outbox) == before  # a conflict is no failure
