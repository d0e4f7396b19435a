"""How many submissions a second a public form takes, beside a bare guest endpoint that inserts one row.

    python -m scripts.benchmark.forms_under_load SITE        (in the bench's `sites`)

Both are asked over HTTP by the same clients, of the same two web workers, in turns. The floor is an endpoint that inserts a row of
a DocType without a controller, with a plain field for each of a contact's. No worker runs: what a submission owes waits.
"""

import os
import subprocess
import sys
import time
import types
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import frappe
import requests

from frappe_crm_app.benchmark import bare
from frappe_crm_app.benchmark.cleaning import clean_up
from frappe_crm_app.benchmark.measures.forms import MANY, insert_bare
from frappe_crm_app.benchmark.rows import DOMAIN, FORM_TITLE
from scripts.stack.service import LOOPBACK, free_port

ROUNDS, REQUESTS, CLIENTS = 7, 240, 8
FLOOR = "frappe_crm_app.bare_insert"
API = "/api/method/frappe_crm_app.public_lead_form.api."


def make_application() -> Callable:
	"""Return Frappe's application with the floor as one more endpoint (gunicorn calls this)."""
	import frappe.app

	frappe.app._site = os.environ["FRAPPE_SITE"]
	module = types.ModuleType(FLOOR)
	module.insert = frappe.whitelist(allow_guest=True, methods=["POST"])(insert_bare)
	sys.modules[FLOOR] = module
	return frappe.app.application


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	bare.make()
	form = make_form()
	frappe.db.commit()
	port = free_port()
	web = serve(site, port)
	try:
		measure(f"http://{LOOPBACK}:{port}", form)
	finally:
		web.terminate()
		web.wait()
		clean_up()
		frappe.destroy()


def make_form() -> str:
	form = frappe.new_doc("CRM Lead Form")
	form.update({"form_title": FORM_TITLE, "status": "Published"})
	form.update({"min_seconds": 0, "limit_per_address": MANY, "limit_overall": MANY})
	return form.insert().name


def serve(site: str, port: int) -> subprocess.Popen:
	"""Start two web workers and return when they answer."""
	command = [
		sys.executable,
		"-m",
		"gunicorn",
		"--bind",
		f"{LOOPBACK}:{port}",
		"--preload",
		"--workers",
		"2",
	]
	command += [
		"--worker-class",
		"gthread",
		"--threads",
		"4",
		"scripts.benchmark.forms_under_load:make_application()",
	]
	web = subprocess.Popen(command, env=os.environ | {"FRAPPE_SITE": site}, stderr=subprocess.DEVNULL)
	for _attempt in range(300):
		try:
			urllib.request.urlopen(f"http://{LOOPBACK}:{port}/api/method/ping", timeout=30)
			return web
		except OSError:
			time.sleep(0.1)
	raise RuntimeError("The web workers do not answer.")


def measure(address: str, form: str) -> None:
	"""Print submissions and bare inserts a second, and the ratio of their medians."""
	rates = {"bare insert": [], "submit": []}
	sessions = [requests.Session() for _ in range(CLIENTS)]
	for number in range(ROUNDS + 1):
		tokens = in_parallel(sessions, lambda session, _each: token(session, address, form))[1]
		work = {
			"bare insert": lambda session, each, n=number: post(
				session, f"{address}/api/method/{FLOOR}.insert", {"values": answers(n, each)}
			),
			"submit": lambda session, each, n=number, t=tokens: post(
				session,
				f"{address}{API}submit",
				{"form": form, "answers": answers(n, each), "token": t[each]},
			),
		}
		for name, call in work.items():
			rate = in_parallel(sessions, call)[0]
			if number:
				rates[name].append(rate)
	floor = median(rates["bare insert"])
	for name, measured in rates.items():
		print(f"{name:20}{median(measured):8.0f} a second{median(measured) / floor:8.2f}")
	frappe.db.rollback()
	stored = frappe.db.count("CRM Lead Submission", {"form": form, "status": "Received"})
	assert stored == (ROUNDS + 1) * REQUESTS, f"Only {stored} submissions are there."


def in_parallel(sessions: list, call: Callable) -> tuple[float, list]:
	"""Return how many calls a second the clients made together, and the answers in order."""
	numbers = [range(client, REQUESTS, CLIENTS) for client in range(CLIENTS)]
	started = time.perf_counter()
	with ThreadPoolExecutor(CLIENTS) as pool:
		done = list(
			pool.map(
				lambda pair: [(each, call(pair[0], each)) for each in pair[1]],
				zip(sessions, numbers, strict=True),
			)
		)
	seconds = time.perf_counter() - started
	return REQUESTS / seconds, [answer for _each, answer in sorted(pair for part in done for pair in part)]


def token(session: requests.Session, address: str, form: str) -> str:
	return post(session, f"{address}{API}get_token", {"form": form})["token"]


def post(session: requests.Session, address: str, body: dict) -> object:
	answer = session.post(address, json=body, timeout=60)
	answer.raise_for_status()
	return answer.json()["message"]


def answers(number: int, each: int) -> dict:
	return {
		"first_name": "Ada",
		"last_name": "King",
		"email": f"ada.{number}.{each}@{DOMAIN}",
		"phone": "+1 415 555 0100",
		"company_name": "Blue Harbor",
		"message": f"Please call me about {number} boats and {each} ships.",
	}


if __name__ == "__main__":
	main(sys.argv[1])
