"""The demo goes in and out from the page, by a job that says how far it is."""

import frappe
import pytest

from frappe_crm_app.demo.load import is_loaded
from frappe_crm_app.records.trades.choosing import choose
from frappe_crm_app.setup_guide import api, demo_work, tasks
from frappe_crm_app.setup_guide.demo_work import KEY


@pytest.fixture(autouse=True)
def nothing_kept(committed):
	frappe.cache.delete_value(KEY)
	yield
	frappe.db.rollback()
	choose("")
	frappe.db.commit()
	frappe.cache.delete_value(KEY)


@pytest.mark.split
def test_the_demo_is_loaded_and_cleared_by_jobs(worker, make_user):
	frappe.set_user(make_user("CRM Admin"))
	assert api.load_demo()["status"] == "Loading"
	frappe.db.commit()
	with pytest.raises(frappe.ValidationError, match="Wait until that is done"):
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


def test_it_says_how_far_it_is(monkeypatch):
	seen = []

	def lines(_password, progressed, **_options):
		progressed(3, 29)
		seen.append(demo_work.read_progress())
		return ["Done."]

	monkeypatch.setattr(demo_work, "lines_of_loading", lines)
	demo_work.load()
	assert (seen[0]["status"], seen[0]["done"], seen[0]["total"]) == ("Loading", 3, 29)
	assert demo_work.read_progress()["lines"] == ["Done."]


def test_who_does_not_set_up_the_crm_does_not_learn_what_was_kept(make_user):
	demo_work.keep_progress(demo_work.DemoStatus.CLEARED, lines=["Kept CRM Customer “Acme”."])
	frappe.set_user(make_user("System Manager"))
	demo = api.get_state()["demo"]
	assert (demo["status"], demo["lines"]) == ("Cleared", [])
	frappe.set_user(make_user("CRM Admin"))
	assert api.get_state()["demo"]["lines"] == ["Kept CRM Customer “Acme”."]


def test_a_job_that_is_gone_without_a_word_has_failed(monkeypatch):
	demo_work.keep_progress(demo_work.DemoStatus.LOADING, 3, 29)
	assert api.get_demo_progress()["status"] == "Loading"
	monkeypatch.setattr(tasks, "PATIENCE", -1)
	state = api.get_demo_progress()
	assert state["status"] == "Failed"
	assert "broken off" in state["lines"][0]


def test_what_the_database_refuses_is_said_as_failed_and_raised(monkeypatch):
	def fail(*_arguments, **_options):
		frappe.db.set_single_value("CRM Desk Settings", "quote_seller", "Half a demo")
		frappe.db.sql("select nothing from nowhere")

	before = frappe.db.get_single_value("CRM Desk Settings", "quote_seller")
	monkeypatch.setattr(demo_work, "lines_of_loading", fail)
	with pytest.raises(Exception, match="nowhere"):
		demo_work.load()
	state = api.get_demo_progress()
	assert (state["status"], len(state["lines"])) == ("Failed", 1)
	assert frappe.db.get_single_value("CRM Desk Settings", "quote_seller") == before


def test_a_refusal_is_said_and_nothing_of_the_demo_stays(monkeypatch):
	def refuse(*_arguments, **_options):
		frappe.throw("There is no room for it.")

	monkeypatch.setattr(demo_work, "lines_of_loading", refuse)
	demo_work.load()
	assert api.get_demo_progress()["lines"] == ["There is no room for it."]
	assert not is_loaded()
