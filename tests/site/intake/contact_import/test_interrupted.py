"""Workers that die, starts at the same moment, imports beside each other."""

import csv
import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import frappe
import requests
from frappe.utils import now_datetime

from frappe_crm_app.intake.contact_import import api as import_api
from frappe_crm_app.intake.contact_import import running
from frappe_crm_app.intake.contact_import.tasks import resume_silent_imports
from frappe_crm_app.kit.resumable_job import running as resumable
from tests.site.intake.contact_import.conftest import counts

METHOD = "/api/method/frappe_crm_app.contact_import.api.{0}"
ROWS = 12_000


def people(first: int, last: int, job: str = "") -> bytes:
	stream = io.StringIO()
	writer = csv.writer(stream)
	writer.writerow(["First Name", "Last Name", "Email", "Job Title"])
	writer.writerows(
		["Ada", f"King {number}", f"ada{number}@acme.example", job] for number in range(first, last)
	)
	return stream.getvalue().encode()


def wait_until(is_true, seconds: float = 60) -> None:
	end = time.monotonic() + seconds
	while not is_true():
		assert time.monotonic() < end, "this took too long"
		time.sleep(0.05)
		frappe.db.rollback()


def test_an_import_goes_on_where_a_killed_worker_stopped(upload, worker):
	name = import_api.start(upload(people(0, ROWS)))
	worker.start()
	wait_until(lambda: frappe.db.count("CRM Contact") > 0)
	worker.kill()
	frappe.db.rollback()
	taken = frappe.db.count("CRM Contact")
	assert 0 < taken < ROWS
	long_ago = now_datetime() - timedelta(minutes=10)
	frappe.db.set_value("CRM Contact Import", name, "beat_on", long_ago, update_modified=False)
	resume_silent_imports()
	worker.run()
	run = frappe.get_doc("CRM Contact Import", name)
	assert (run.status, counts(run)) == ("Completed", (ROWS, 0, 0, 0, 0))
	assert frappe.db.count("CRM Contact") == ROWS
	assert frappe.db.count("CRM Contact Import Row") == ROWS


def test_an_import_whose_connection_was_lost_goes_on(upload, monkeypatch):
	monkeypatch.setattr(running, "CHUNK", 30)
	name = import_api.start(upload("hubspot_style.csv"))
	frappe.db.commit()
	write, calls = running.write_ledger, iter([None, None])

	def lose_connection(*arguments):
		if next(calls, "lost") == "lost":
			frappe.db.sql(
				"kill connection_id()"
				if frappe.db.db_type == "mariadb"
				else "select pg_terminate_backend(pg_backend_pid())"
			)
		return write(*arguments)

	monkeypatch.setattr(running, "write_ledger", lose_connection)
	try:
		running.run(name)
	except Exception:
		frappe.db.close()
		frappe.db.connect()
	assert frappe.db.count("CRM Contact") == 60
	monkeypatch.setattr(running, "write_ledger", write)
	running.run(name)
	run = frappe.get_doc("CRM Contact Import", name)
	assert (run.status, counts(run)) == ("Completed", (120, 0, 0, 0, 0))


def test_a_job_that_runs_twice_takes_no_row_twice(upload):
	name = import_api.start(upload("hubspot_style.csv"))
	frappe.db.commit()
	running.run(name)
	running.run(name)
	assert counts(frappe.get_doc("CRM Contact Import", name)) == (120, 0, 0, 0, 0)


def test_a_job_that_was_overtaken_while_it_waited_takes_no_row_twice(upload, monkeypatch):
	monkeypatch.setattr(running, "CHUNK", 30)
	name = import_api.start(upload("hubspot_style.csv"))
	frappe.db.commit()
	write, calls = running.write_ledger, iter([frappe.QueryDeadlockError])

	def lose_to_another_transaction(*arguments):
		for error in calls:
			raise error
		return write(*arguments)

	def let_another_job_take_a_chunk(_seconds):
		with monkeypatch.context() as patch:
			patch.setattr(resumable, "SHIFT", -1)
			running.run(name)

	monkeypatch.setattr(running, "write_ledger", lose_to_another_transaction)
	monkeypatch.setattr(resumable.time, "sleep", let_another_job_take_a_chunk)
	running.run(name)
	assert counts(frappe.get_doc("CRM Contact Import", name)) == (30, 0, 0, 0, 0)
	running.run(name)
	assert counts(frappe.get_doc("CRM Contact Import", name)) == (120, 0, 0, 0, 0)


def test_an_import_that_fails_again_and_again_at_one_place_ends(upload, monkeypatch):
	name = import_api.start(upload("hubspot_style.csv"))
	frappe.db.commit()
	monkeypatch.setattr(running, "write_chunk", lambda *arguments: 1 / 0)
	for _attempt in range(resumable.MOST_ATTEMPTS + 1):
		try:
			running.run(name)
		except ZeroDivisionError:
			frappe.db.rollback()
	run = frappe.get_doc("CRM Contact Import", name)
	assert (run.status, run.running_key) == ("Failed", None)
	assert "interrupted 5 times" in run.failure


def test_of_two_starts_of_one_file_at_the_same_moment_one_is_refused(upload, api, make_user):
	user = make_user("CRM Manager")
	frappe.set_user(user)
	file_url = upload("hubspot_style.csv")
	frappe.set_user("Administrator")
	client = api(user)
	frappe.db.commit()

	def start(_number: int) -> requests.Response:
		url = client.base_url + METHOD.format("start")
		return requests.post(url, json={"file_url": file_url}, headers=client.headers, timeout=60)

	with ThreadPoolExecutor(4) as pool:
		answers = list(pool.map(start, range(4)))
	frappe.db.commit()
	assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
	assert all("being imported already" in answer.text for answer in answers if answer.status_code == 409)
	assert frappe.db.count("CRM Contact Import") == 1


def test_two_imports_of_the_same_people_at_once_make_each_once(upload, worker):
	names = [
		import_api.start(upload(people(0, 4000, "Buyer"))),
		import_api.start(upload(people(2000, 6000, "Director"))),
	]
	frappe.db.commit()
	with ThreadPoolExecutor(2) as pool:
		list(pool.map(lambda _number: worker_process(worker), range(2)))
	frappe.db.rollback()
	runs = [frappe.get_doc("CRM Contact Import", name) for name in names]
	assert [run.status for run in runs] == ["Completed", "Completed"]
	assert frappe.db.count("CRM Contact") == 6000
	assert sum(run.created for run in runs) == 6000
	assert sum(run.updated for run in runs) == 2000
	assert worker.failed() == []


def worker_process(worker) -> None:
	import subprocess

	subprocess.run(
		worker._command("--burst"),
		cwd=worker.stack.bench.sites,
		env=worker.stack.bench.full_environment,
		capture_output=True,
		timeout=120,
		check=True,
	)
