"""What a list of 100,000 contacts costs somebody who sees 500 of them, beside somebody who sees all.

    python -m benchmarks.visibility_cost SITE        (in the bench's `sites`)

The floor is the unrestricted first page, as Administrator. A sales rep and a team leader (Team scope, 200 people in five
levels) take turns with it: over HTTP, with the two requests that the desk makes for a list (the first 20 rows, and their
count), and below HTTP, with the functions that these call. Medians of `ROUNDS`. Then the plans of the restricted queries,
which must use indexes and, for the rep, read no table whole. Everything is removed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import frappe
import requests
from frappe.desk import reportview
from frappe.utils.password import set_encrypted_password

from frappe_crm_app.benchmark.statements import statements_of
from frappe_crm_app.indexes import ensure_indexes
from scripts.stack.bench import Bench
from scripts.stack.service import free_port
from scripts.stack.web import Web

CONTACTS = 100_000
OWN = 500
PEOPLE, WIDTH = 200, 3  # everybody but the first reports to somebody, three to each: five levels and a bit
ROUNDS = 60
WARM_UP = 5
REP, LEADER = "rep.0@benchmark.example", "rep.1@benchmark.example"
COLUMNS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "first_name", "last_name",
	"full_name", "email", "contact_type", "status", "contact_owner")  # fmt: skip
SHOWN = (
	"name",
	"owner",
	"creation",
	"modified",
	"full_name",
	"email",
	"contact_type",
	"status",
	"contact_owner",
)
CHUNK = 5_000
FLOOR = "Administrator"
USERS = {
	FLOOR: "everything (floor)",
	REP: f"sales rep, {OWN} of them",
	LEADER: f"team leader, {PEOPLE - 1} people",
}
NEWEST = "`tabCRM Contact`.`modified` desc"


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	try:
		make_people()
		fill()
		measure_lists(site)
		measure_single()
		print_plans()
	finally:
		remove()
		frappe.destroy()


def make_people() -> None:
	"""Insert the users, set-based, with the roles and the hierarchy; the rep has the shipped scope, the leader Team."""
	now = frappe.utils.now()
	users = [f"rep.{number}@benchmark.example" for number in range(PEOPLE)]
	frappe.db.bulk_insert(
		"User",
		["name", "email", "first_name", "full_name", "enabled", "user_type", "owner", "creation", "modified"],
		[(user, user, "Rep", "Rep", 1, "System User", "Administrator", now, now) for user in users],
	)
	roles = [(user, "CRM Account Rep" if user == LEADER else "CRM Sales Rep") for user in users]
	frappe.db.bulk_insert(
		"Has Role",
		["name", "parent", "parenttype", "parentfield", "role"],
		[(f"bench-{number}", user, "User", "roles", role) for number, (user, role) in enumerate(roles)],
	)
	frappe.db.bulk_insert(
		"CRM Salesperson",
		["name", "user", "full_name", "reports_to", "owner", "creation", "modified"],
		[
			(
				f"bench-{number}",
				user,
				"Rep",
				f"bench-{(number - 2) // WIDTH + 1}" if number > 1 else None,
				user,
				now,
				now,
			)
			for number, user in enumerate(users)
		],
	)
	# The leader's role stands in for a team leader's: the shipped Account Rep, with Team instead of Clients.
	set_scope("Team")
	frappe.db.commit()
	frappe.clear_cache()


def set_scope(scope: str) -> None:
	name = frappe.db.get_value("CRM Record Scope", {"role": "CRM Account Rep", "record_type": "CRM Contact"})
	record = frappe.get_doc("CRM Record Scope", name)
	record.scope = scope
	record.save()


def fill() -> None:
	"""Insert the contacts: 500 for each person in turn, spread over time."""
	started = datetime(2026, 1, 1)
	for first in range(0, CONTACTS, CHUNK):
		rows = []
		for number in range(first, first + CHUNK):
			owner = f"rep.{number % PEOPLE}@benchmark.example"
			moment = started + timedelta(seconds=number * 7 % (CONTACTS * 7))
			rows.append(
				(f"bench-{number}", "Administrator", moment, moment, "Administrator", 0, 0, "Ada", f"King {number}",
				f"Ada King {number}", f"ada.{number}@benchmark.example", "Customer", "Lead", owner)
			)  # fmt: skip
		frappe.db.bulk_insert("CRM Contact", COLUMNS, rows)
		frappe.db.commit()
	ensure_indexes()
	analyze = "ANALYZE" if frappe.db.db_type == "postgres" else "ANALYZE TABLE"
	frappe.db.sql_ddl(f"{analyze} `tabCRM Contact`")


def measure_lists(site: str) -> None:
	bench = Bench(Path(os.environ["FRAPPE_BENCH_ROOT"]))
	web = Web(bench, site, bench.folder.parent / "benchmark-web", free_port(), workers=1)
	clients = {user: client_of(user) for user in USERS}
	web.start()
	try:
		print_turns(
			"over HTTP",
			lambda user: page_by_http(clients[user], web.address),
			lambda user: count_by_http(clients[user], web.address),
		)
	finally:
		web.stop()
	print_turns("below HTTP", as_user(first_page), as_user(count_all))


def print_turns(title: str, page: Callable, count: Callable) -> None:
	"""Print the medians of both requests for each user, and their ratio to Administrator's."""
	print(f"\n{title:34}{'page':>9}{'count':>9}{'both':>9}{'queries':>9}{'ratio':>8}{'of both':>9}")
	pages, counts = in_turns(page), in_turns(count)
	both = {user: median(map(sum, zip(pages[user], counts[user], strict=True))) for user in USERS}
	for user, label in USERS.items():
		print(
			f"{label:34}{median(pages[user]) * 1000:7.2f}ms{median(counts[user]) * 1000:7.2f}ms{both[user] * 1000:7.2f}ms"
			f"{count_queries(user):9}{median(pages[user]) / median(pages[FLOOR]):8.2f}{both[user] / both[FLOOR]:9.2f}"
		)


def client_of(user: str) -> requests.Session:
	"""Return a session that is the user, by an API key."""
	client, key, secret = requests.Session(), frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", user, "api_key", key)
	set_encrypted_password("User", user, secret, "api_secret")
	frappe.db.commit()
	client.headers["Authorization"] = f"token {key}:{secret}"
	return client


def page_by_http(client: requests.Session, address: str) -> None:
	fields = json.dumps([f"`tabCRM Contact`.`{fieldname}`" for fieldname in SHOWN])
	ask(client, address, "get", fields=fields, order_by=NEWEST, start=0, page_length=20, view="List")


def count_by_http(client: requests.Session, address: str) -> None:
	ask(client, address, "get_count", filters="[]", fields="[]", distinct="false", limit=1001)


def ask(client: requests.Session, address: str, method: str, **arguments) -> None:
	path = f"{address}/api/method/frappe.desk.reportview.{method}"
	client.post(path, data={"doctype": "CRM Contact", **arguments}, timeout=60).raise_for_status()


def as_user(work: Callable) -> Callable[[str], None]:
	"""Return a function that does the work as a user."""

	def do(user: str) -> None:
		frappe.set_user(user)
		work()

	return do


def measure_single() -> None:
	"""Print what it costs to ask whether one record may be seen."""
	times = in_turns(as_user(lambda: frappe.has_permission("CRM Contact", "read", "bench-200")))
	print()
	for user, seconds in times.items():
		print(f"{'may ' + user + ' see one?':50}{median(seconds) * 1000:7.2f}ms")


def first_page() -> list:
	"""What the desk's list asks for."""
	fields = [f"`tabCRM Contact`.`{fieldname}`" for fieldname in SHOWN]
	return reportview.execute("CRM Contact", fields=fields, order_by=NEWEST, start=0, page_length=20)


def count_all() -> list:
	"""What it asks for the number beside: as far as a thousand."""
	return reportview.execute(
		"CRM Contact", fields=["`tabCRM Contact`.`name`"], order_by=None, limit_page_length=1001
	)


def in_turns(work: Callable[[str], None]) -> dict[str, list[float]]:
	"""Return the seconds that `work(user)` takes for each user, round by round."""
	seconds = {user: [] for user in USERS}
	for number in range(ROUNDS + WARM_UP):
		for user in USERS:
			started = time.perf_counter()
			work(user)
			if number >= WARM_UP:
				seconds[user].append(time.perf_counter() - started)
	frappe.set_user("Administrator")
	return seconds


def count_queries(user: str) -> int:
	"""Return how many statements the first page of a user takes."""
	try:
		return len(statements_of(lambda: as_user(first_page)(user)))
	finally:
		frappe.set_user("Administrator")


def print_plans() -> None:
	"""Print how the database finds the first page and the count of each restricted user."""
	for user in (REP, LEADER):
		for title, options in (
			("page", {"order_by": NEWEST, "limit_page_length": 20}),
			("count", {"order_by": None, "limit_page_length": 1001}),
		):
			frappe.set_user(user)
			sql = reportview.execute("CRM Contact", fields=["`tabCRM Contact`.`name`"], run=0, **options)
			frappe.set_user("Administrator")
			print(f"\nplan of the {title} of {user}:")
			for row in frappe.db.sql(f"explain {sql}"):
				print("   ", *(str(part)[:120] for part in row if part is not None))


def remove() -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype, pattern in (
		("CRM Contact", "bench-%"),
		("CRM Salesperson", "bench-%"),
		("Has Role", "bench-%"),
		("User", "%@benchmark.example"),
	):
		frappe.db.delete(doctype, {"name": ("like", pattern)})
	set_scope("Clients")
	frappe.db.commit()
	frappe.clear_cache()


if __name__ == "__main__":
	main(sys.argv[1])
