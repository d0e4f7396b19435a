"""What the sync with respond.io adds to saving: a prospect and a contact, with the sync off, on, and on with respond.io unreachable.

    python -m scripts.benchmark.saves_with_respondio SITE        (in the bench's `sites`)

The three take turns in one process, each save with its own commit and what Frappe does after it (the job is enqueued then), until
`ROUNDS` of each are there. "Unreachable" is a loopback port at which nobody listens. What is compared is the median time of the
save itself and of the save with commit and enqueueing. Afterwards everything is removed again.
"""

import sys
import time
from collections.abc import Callable
from statistics import median

import frappe

from frappe_crm_app.channels.respondio.setup import ship_settings

ROUNDS = 400
WARM_UP = 40
SETTINGS = "CRM Respondio Settings"
UNREACHABLE = "http://127.0.0.1:9/v2"
MODES = ("off", "on", "on, unreachable")


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	made: list[tuple[str, str]] = []
	try:
		frappe.get_doc(SETTINGS).update({"token": "a-token"}).save()
		company = save("CRM Customer", {"customer_name": "Benchmark", "relationship": "Client"}, made)
		frappe.db.commit()
		print(f"{'':34}{'save':>10}{'ratio':>8}{'with commit':>14}{'ratio':>8}")
		measure(
			"CRM Customer",
			lambda number: {"customer_name": f"Prospect {number}", "phone": "+14155550100"},
			made,
		)
		measure("CRM Contact", lambda number: contact_values(number), made)
		measure(
			"CRM Contact", lambda number: contact_values(number) | {"customer": company}, made, "of a company"
		)
	finally:
		clean_up(made)
		frappe.destroy()


def contact_values(number: int) -> dict:
	return {
		"first_name": "Ada",
		"last_name": f"King {number}",
		"email": f"ada.{time.time_ns()}@benchmark.example",
	}


def measure(doctype: str, values: Callable[[int], dict], made: list, title: str = "") -> None:
	"""Print the medians of the three modes, with their ratios to "off"."""
	timings = {mode: ([], []) for mode in MODES}
	for number in range(ROUNDS + WARM_UP):
		for mode in MODES:
			turn(mode)
			seconds = timed_save(doctype, values(number), made)
			if number >= WARM_UP:
				for kept, one in zip(timings[mode], seconds, strict=True):
					kept.append(one)
	floor = [median(each) for each in timings["off"]]
	for mode in MODES:
		saving, committing = (median(each) for each in timings[mode])
		print(
			f"{f'{doctype} {title}, {mode}':34}{saving * 1000:8.2f}ms{saving / floor[0]:8.2f}"
			f"{committing * 1000:12.2f}ms{committing / floor[1]:8.2f}"
		)


def turn(mode: str) -> None:
	"""Switch the sync, past the document, which would enqueue a sweep."""
	settings = {
		"enabled": int(mode != "off"),
		"base_url": UNREACHABLE if "un" in mode else "https://api.respond.io/v2",
	}
	frappe.db.set_single_value(SETTINGS, settings)
	frappe.db.commit()
	frappe.get_cached_doc(SETTINGS)


def timed_save(doctype: str, values: dict, made: list) -> tuple[float, float]:
	"""Return seconds for the insert alone, and with commit and what comes after it."""
	document = frappe.get_doc({"doctype": doctype, **values})
	started = time.perf_counter()
	document.insert()
	saved = time.perf_counter()
	frappe.db.commit()
	made.append((doctype, document.name))
	return saved - started, time.perf_counter() - started


def save(doctype: str, values: dict, made: list) -> str:
	document = frappe.get_doc({"doctype": doctype, **values}).insert()
	made.append((doctype, document.name))
	return document.name


def clean_up(made: list[tuple[str, str]]) -> None:
	"""Remove what was made, and the jobs that nobody is to run."""
	from frappe.utils.background_jobs import get_queue

	frappe.db.rollback()
	for doctype in ("CRM Contact", "CRM Customer"):
		names = [name for kind, name in made if kind == doctype]
		frappe.db.delete(doctype, {"name": ("in", names)})
		frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", names)})
	frappe.db.delete("CRM Respondio Sync")
	frappe.db.delete("Singles", {"doctype": SETTINGS})
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	frappe.db.value_cache.clear()
	ship_settings()
	frappe.db.commit()
	get_queue("default").empty()


if __name__ == "__main__":
	main(sys.argv[1])
