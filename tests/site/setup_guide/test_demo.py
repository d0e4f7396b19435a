"""The demo goes in and out from the page, by a job that says how far it is."""

import time
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
import requests

from frappe_crm_app.demo.load import PARTS, WRITTEN, is_loaded
from frappe_crm_app.demo.marks import PREFIX
from frappe_crm_app.demo.turn import TURN, in_turn
from frappe_crm_app.kit.outbox.slots import Slots
from frappe_crm_app.records.trades.choosing import choose
from frappe_crm_app.setup_guide import api, demo_work, tasks
from frappe_crm_app.setup_guide.demo_work import DemoStatus

BUSY = "Wait until that is done"


@pytest.fixture(autouse=True)
def nothing_kept(committed):
	forget_all()
	yield
	frappe.db.rollback()
	choose("")
	frappe.db.commit()
	forget_all()


def forget_all() -> None:
	demo_work.forget_progress()
	TURN.forget()


def wait_for(is_true, seconds: float = 60) -> float:
	"""Wait until it is true, and return the seconds that it took."""
	begin = time.monotonic()
	while not is_true():
		assert time.monotonic() < begin + seconds, "this took too long"
		time.sleep(0.05)
		frappe.db.rollback()
	return time.monotonic() - begin


def numbers_of_demo() -> dict[str, int]:
	"""How many rows of the demo there are, by DocType."""
	frappe.db.rollback()
	return {doctype: frappe.db.count(doctype, {"name": ("like", f"{PREFIX}%")}) for doctype, _rows in WRITTEN}


@pytest.mark.split
def test_the_demo_is_loaded_and_cleared_by_jobs(worker, make_user):
	frappe.set_user(make_user("CRM Admin"))
	assert api.load_demo()["status"] == "Loading"
	frappe.db.commit()
	with pytest.raises(frappe.ValidationError, match=BUSY):
		api.clear_demo()
	worker.run()
	state = api.get_demo_progress()
	assert state["status"] == "Loaded"
	assert any("CRM Contact" in line for line in state["lines"])
	assert not any("Password" in line for line in state["lines"])
	assert is_loaded()
	assert api.get_state()["facts"]["has_demo"]
	assert api.clear_demo()["status"] == "Clearing"
	frappe.db.commit()
	worker.run()
	assert api.get_demo_progress()["status"] == "Cleared"
	assert not is_loaded()


def test_of_two_starts_at_the_same_moment_one_is_refused_with_a_sentence(make_user, api, worker):
	client = api(make_user("CRM Admin"))
	frappe.db.commit()

	def start(method):
		url = f"{client.base_url}/api/method/frappe_crm_app.setup_guide.api.{method}"
		return requests.post(url, headers=client.headers, timeout=60)

	with ThreadPoolExecutor(2) as threads:
		answers = list(threads.map(start, ["load_demo", "clear_demo"]))
	assert sorted(answer.status_code for answer in answers) == [200, 417]
	assert BUSY in max(answers, key=lambda answer: answer.status_code).text
	assert len(worker.queued()) == 1


def test_a_start_that_comes_to_nothing_keeps_nobody_from_the_next(worker):
	api.load_demo()
	frappe.db.rollback()
	assert api.get_demo_progress()["status"] == ""
	assert api.load_demo()["status"] == "Loading"


def test_a_job_that_waits_for_a_worker_is_at_work_however_long(worker):
	api.load_demo()
	frappe.db.commit()
	TURN.forget()
	with pytest.raises(frappe.ValidationError, match=BUSY):
		api.load_demo()
	TURN.forget()
	assert api.get_demo_progress()["status"] == "Loading"
	assert len(worker.queued()) == 1


def test_of_a_worker_that_is_killed_the_page_soon_tells_and_the_next_start_does_all_of_it(worker):
	api.load_demo()
	frappe.db.commit()
	worker.start()
	wait_for(lambda: demo_work.read_progress()["done"] > 3)
	worker.kill()
	took = wait_for(lambda: api.get_demo_progress()["status"] == "Failed", TURN.held_at_most + 5)
	assert took <= TURN.held_at_most + 1
	assert "broken off" in api.get_demo_progress()["lines"][0]
	assert not any(numbers_of_demo().values())
	assert api.load_demo()["status"] == "Loading"
	frappe.db.commit()
	worker.run()
	state = api.get_demo_progress()
	assert (state["status"], is_loaded()) == ("Loaded", True)
	told = {
		line.split(maxsplit=1)[1]: int(line.split()[0])
		for line in state["lines"]
		if line[:5].strip().isdigit()
	}
	numbers = numbers_of_demo()
	assert {doctype: told[doctype] for doctype in numbers} == numbers
	api.clear_demo()
	frappe.db.commit()
	worker.run()
	assert not is_loaded()


def test_a_job_lives_while_nothing_is_told_for_longer_than_its_turn(monkeypatch):
	monkeypatch.setattr(tasks, "TURN", Slots(TURN.name, held_at_most=0.4))
	demo_work.keep_progress("mine", DemoStatus.LOADING)
	seen = []

	def do(_mark):
		time.sleep(1)
		seen.append(api.get_demo_progress()["status"])

	tasks.work("mine", do)
	assert seen == ["Loading"]
	assert not TURN.is_held("mine")


def test_a_job_whose_turn_another_has_taken_does_nothing(monkeypatch):
	demo_work.keep_progress("another's", DemoStatus.CLEARING)
	monkeypatch.setattr(tasks, "load", lambda mark: pytest.fail("it went on"))
	tasks.load_demo("mine")


def test_a_job_goes_on_where_redis_has_forgotten_everything(monkeypatch):
	done = []
	monkeypatch.setattr(tasks, "load", done.append)
	tasks.load_demo("mine")
	assert done == ["mine"]


def test_the_command_and_the_page_take_turns():
	with in_turn(), pytest.raises(frappe.ValidationError, match=BUSY):
		api.load_demo()
	api.load_demo()
	with pytest.raises(frappe.ValidationError, match=BUSY), in_turn():
		pytest.fail("the command went on")


def test_it_says_how_far_it_is(monkeypatch):
	"""What another process writes is read, even where this one has read before."""
	seen = []

	def lines(_password, progressed, **_options):
		for done in (3, PARTS):
			progressed(done, PARTS)
			seen.append(demo_work.read_progress())
		return ["Done."]

	monkeypatch.setattr(demo_work, "lines_of_loading", lines)
	demo_work.load("mine")
	assert [(row["status"], row["done"], row["total"]) for row in seen] == [
		("Loading", 3, PARTS), ("Loading", PARTS, PARTS)
	]  # fmt: skip
	assert demo_work.read_progress()["lines"] == ["Done."]


def test_who_does_not_set_up_the_crm_does_not_learn_what_was_kept(make_user):
	demo_work.keep_progress("mine", DemoStatus.CLEARED, lines=["Kept CRM Customer “Acme”."])
	frappe.set_user(make_user("System Manager"))
	demo = api.get_state()["demo"]
	assert (demo["status"], demo["lines"]) == ("Cleared", [])
	frappe.set_user(make_user("CRM Admin"))
	assert api.get_state()["demo"]["lines"] == ["Kept CRM Customer “Acme”."]


def test_a_job_that_is_gone_without_a_word_has_failed_or_done_all_of_it(monkeypatch):
	demo_work.keep_progress("gone", DemoStatus.LOADING, 3, PARTS)
	state = api.get_demo_progress()
	assert state["status"] == "Failed"
	assert "broken off" in state["lines"][0]
	monkeypatch.setattr(tasks, "is_loaded", lambda: True)
	assert api.get_demo_progress()["status"] == "Loaded"
	demo_work.keep_progress("gone", DemoStatus.CLEARING)
	assert api.get_demo_progress()["status"] == "Cleared"


def test_what_the_database_refuses_is_said_as_failed_and_raised(monkeypatch):
	def fail(*_arguments, **_options):
		frappe.db.set_single_value("CRM Desk Settings", "quote_seller", "Half a demo")
		frappe.db.sql("select nothing from nowhere")

	before = frappe.db.get_single_value("CRM Desk Settings", "quote_seller")
	monkeypatch.setattr(demo_work, "lines_of_loading", fail)
	with pytest.raises(Exception, match="nowhere"):
		demo_work.load("mine")
	state = api.get_demo_progress()
	assert (state["status"], len(state["lines"])) == ("Failed", 1)
	assert frappe.db.get_single_value("CRM Desk Settings", "quote_seller") == before


def test_a_refusal_is_said_and_nothing_of_the_demo_stays(monkeypatch):
	def refuse(*_arguments, **_options):
		frappe.throw("There is no room for it.")

	monkeypatch.setattr(demo_work, "lines_of_loading", refuse)
	demo_work.load("mine")
	assert api.get_demo_progress()["lines"] == ["There is no room for it."]
	assert not is_loaded()
