"""Many strangers at once, and a worker that dies in the middle."""

import itertools
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import frappe
import requests

from tests.factories import make_form
from tests.site.intake.lead_forms.conftest import API
from tests.stack.site import refresh


def person(number: int) -> dict:
	"""Return the answers of a stranger; every fourth is somebody who has written before."""
	email = f"load{number if number % 4 else number // 4}@example.com"
	return {"first_name": "Ada", "last_name": f"Load {number}", "email": email, "message": f"Number {number}"}


def emails(number: int) -> set[str]:
	return {person(each)["email"] for each in range(number)}


def send_all(server: str, form: str, number: int, clients: int) -> Counter:
	"""Send `number` forms from `clients` threads; answers how many got which status."""
	numbers, local = itertools.count(), threading.local()

	def send(_each: int) -> int:
		session = local.__dict__.setdefault("session", requests.Session())
		token = session.post(f"{server}{API}get_token", json={"form": form}, timeout=120).json()["message"][
			"token"
		]
		body = {"form": form, "answers": person(next(numbers)), "token": token}
		return session.post(f"{server}{API}submit", json=body, timeout=120).status_code

	with ThreadPoolExecutor(clients) as pool:
		return Counter(pool.map(send, range(number)))


def states(form: str) -> Counter:
	refresh()
	return Counter(frappe.get_all("CRM Lead Submission", {"form": form}, pluck="status"))


def wait_for(condition, seconds: float) -> None:
	until = time.monotonic() + seconds
	while not condition():
		assert time.monotonic() < until, "It took too long."
		time.sleep(0.2)


def test_no_submission_is_lost_while_a_worker_dies(server, worker, work_off, make_user, full_size):
	number, clients = (2000, 16) if full_size else (120, 8)
	people = [make_user("CRM Sales Rep") for _ in range(3)]
	form = make_form(assignment="Round Robin", people=[{"user": user} for user in people])
	frappe.db.commit()
	worker.start()
	started = time.monotonic()
	with ThreadPoolExecutor(1) as pool:
		sending = pool.submit(send_all, server, form.name, number, clients)
		wait_for(lambda: states(form.name)["Processed"] >= number // 20, 120)
		worker.kill()
		at_kill = states(form.name)
		worker.start()
		assert sending.result() == {200: number}
	sent_in = time.monotonic() - started
	wait_for(lambda: not worker.queued() and states(form.name)["Processed"] >= number - 1, 900)
	worker.stop()
	left = states(form.name)
	work_off()
	print(
		f"{number} sent by {clients} clients in {sent_in:.0f} s, at the kill {dict(at_kill)}, all worked off after "
		f"{time.monotonic() - started:.0f} s, before the sweep {dict(left)}"
	)
	assert states(form.name) == {"Processed": number}
	contacts = Counter(frappe.get_all("CRM Contact", {"email": ("like", "load%")}, pluck="email"))
	assert contacts == Counter(emails(number))
	assert frappe.db.count("CRM Follow-up Note") == number
	owners = Counter(frappe.get_all("CRM Contact", {"email": ("like", "load%")}, pluck="contact_owner"))
	assert set(owners) == set(people)
	assert max(owners.values()) - min(owners.values()) <= 1


def test_turns_are_fair_when_several_work_at_once(server, stack, work_off, make_user, committed):
	"""Two processes work off the same forms: nobody's turn is taken twice, and nobody's work is done twice."""
	import subprocess

	people = [make_user("CRM Sales Rep") for _ in range(3)]
	form = make_form(assignment="Round Robin", people=[{"user": user} for user in people])
	frappe.db.commit()
	send_all(server, form.name, 30, 4)
	script = (
		"import frappe; frappe.init('crm-test.localhost'); frappe.connect();"
		"from frappe_crm_app.kit.outbox.tasks import work_off; work_off('lead_forms')"
	)
	processes = [
		subprocess.Popen(
			[str(stack.bench.python), "-c", script],
			cwd=stack.bench.sites,
			env=stack.bench.full_environment,
			stderr=subprocess.PIPE,
			text=True,
		)
		for _ in range(2)
	]
	problems = [process.communicate(timeout=120)[1] for process in processes]
	assert all(process.returncode == 0 for process in processes), problems
	assert states(form.name) == {"Processed": 30}
	owners = Counter(frappe.get_all("CRM Contact", {"email": ("like", "load%")}, pluck="contact_owner"))
	assert sum(owners.values()) == len(emails(30))
	assert max(owners.values()) - min(owners.values()) <= 1
	assert frappe.db.count("CRM Follow-up Note") == 30
