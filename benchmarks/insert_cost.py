"""What it costs to insert a contact and a deal, beside a bare DocType with as many fields.

    python -m benchmarks.insert_cost SITE        (in the bench's `sites`)

The floor is `insert()` of a DocType without a controller, with a plain field for each of ours. All three take turns in
one process and one transaction, which is rolled back; medians of `ROUNDS` inserts each.
"""

import sys
import time
from statistics import median

import frappe

from frappe_crm_app.benchmark.bare import LAYOUT, plain
from frappe_crm_app.benchmark.statements import statements_of

ROUNDS = 300
WARM_UP = 30


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	floors = {doctype: make_bare_doctype(doctype) for doctype in ("CRM Contact", "CRM Sales Deal")}
	frappe.db.begin()
	try:
		owner = frappe.session.user
		print(f"{'':34}{'median':>10}{'queries':>9}{'ratio':>8}")
		measure("CRM Contact", floors["CRM Contact"], lambda number: contact_values(number, owner))
		measure("CRM Sales Deal", floors["CRM Sales Deal"], lambda number: deal_values(number, owner))
	finally:
		frappe.db.rollback()
		for bare in floors.values():
			frappe.delete_doc("DocType", bare, force=True)
		frappe.db.commit()
		frappe.destroy()


def contact_values(number: int, owner: str) -> dict:
	return {
		"first_name": "Ada",
		"last_name": f"Lovelace {number}",
		"email": f"ada.{number}@benchmark.example",
		"phone": f"+1415{2000000 + number}",
		"job_title": "Analyst",
		"contact_owner": owner,
	}


def deal_values(number: int, owner: str) -> dict:
	return {"title": f"Deal {number}", "value": 1000 + number, "deal_owner": owner}


def make_bare_doctype(doctype: str) -> str:
	"""Create a custom DocType with a plain field for each field of `doctype`, and return its name."""
	fields = [plain(field) for field in frappe.get_meta(doctype).fields if field.fieldtype not in LAYOUT]
	values = {
		"doctype": "DocType",
		"name": f"Bare {doctype}",
		"module": "Custom",
		"custom": 1,
		"autoname": "hash",
	}
	bare = frappe.get_doc({**values, "fields": [{**field, "search_index": 0} for field in fields]})
	return bare.insert(ignore_if_duplicate=True).name


def measure(doctype: str, floor: str, values: object) -> None:
	"""Print the medians of `doctype` and its floor, their queries and the ratio."""
	timings = {doctype: [], floor: []}
	for number in range(ROUNDS + WARM_UP):
		for name in (floor, doctype):
			seconds = insert_seconds(name, values(number))
			if number >= WARM_UP:
				timings[name].append(seconds)
	floor_seconds = median(timings[floor])
	for name in (floor, doctype):
		seconds = median(timings[name])
		queries = count_queries(name, values(ROUNDS + WARM_UP))
		print(f"{name:34}{seconds * 1000:8.2f}ms{queries:9}{seconds / floor_seconds:8.2f}")


def insert_seconds(doctype: str, values: dict) -> float:
	document = frappe.get_doc({"doctype": doctype, **values})
	started = time.perf_counter()
	document.insert()
	return time.perf_counter() - started


def count_queries(doctype: str, values: dict) -> int:
	"""Return how many statements one insert sends."""
	sent = statements_of(lambda: frappe.get_doc({"doctype": doctype, **values}).insert())
	if "-v" in sys.argv:
		print(*(f"    {statement[:150]}" for statement in sent), sep="\n")
	return len(sent)


if __name__ == "__main__":
	main(sys.argv[1])
