"""The tests' own ground: what one test writes is gone for the next, and the processes around the site answer."""

from pathlib import Path

import frappe
import pytest


@pytest.mark.parametrize("run", ["first", "second"])
def test_rows_of_a_test_are_gone_for_the_next(run):
	assert not frappe.db.exists("Note", {"title": "only once"})
	frappe.get_doc(doctype="Note", title="only once").insert()


@pytest.fixture
def note():
	return frappe.get_doc(doctype="ToDo", description="before anything is committed").insert()


@pytest.mark.parametrize("run", ["first", "second"])
def test_rows_of_a_fixture_that_comes_before_the_commit_are_gone_too(run, note, committed):
	assert frappe.db.count("ToDo", {"description": note.description}) == 1
	frappe.db.commit()


def test_no_other_server_that_starts_deletes_the_tables_of_our_queries(stack):
	if frappe.db.db_type == "postgres":
		return  # it keeps them beside its data
	(folder,) = frappe.db.sql("select @@tmpdir", pluck=True)
	assert Path(folder).is_relative_to(stack.folder)


def test_the_server_answers(api, make_user):
	user = make_user("System Manager")
	assert api(user).get("/api/method/frappe.auth.get_logged_user").json()["message"] == user
	assert api(None).get("/api/resource/User").status_code == 403


def test_jobs_run_in_a_worker_once_the_request_has_committed(worker):
	todo = frappe.get_doc(doctype="ToDo", description="before").insert()
	frappe.enqueue(
		"frappe.client.set_value",
		doctype="ToDo",
		name=todo.name,
		fieldname="description",
		value="after",
		enqueue_after_commit=True,
	)
	assert worker.queued() == []
	worker.run()
	assert frappe.db.get_value("ToDo", todo.name, "description") == "after"
