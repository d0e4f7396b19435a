"""What the guard of requests costs: the same requests over HTTP with it and without it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import frappe
import requests
from frappe.utils.password import set_encrypted_password

from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.measures.forms import address

CONTACT = "CRM Contact"
FLOOR = "the same request without the guard"
LIST = {
	"doctype": CONTACT,
	"fields": json.dumps([f"`tab{CONTACT}`.`{name}`" for name in ("name", "full_name", "email", "status")]),
	"filters": json.dumps([[CONTACT, "status", "=", "Lead"], [CONTACT, "full_name", "like", "%love%"]]),
	"order_by": f"`tab{CONTACT}`.`modified` desc",
	"page_length": "20",
}
ROWS = [{"doctype": "CRM Contact Email", "email": f"{number}@example.com"} for number in range(200)]
FORM = json.dumps(
	{"doctype": CONTACT, "name": "nothing", "first_name": "Ada", "emails": ROWS, "notes": "x" * 20_000}
)


def measures(world: World) -> Iterator[Measure]:
	for key, title, method, body in (
		("guarded-list", "a request for a list, guarded", "frappe.desk.reportview.get_list", LIST),
		(
			"guarded-form",
			"a request with a form of 200 rows, guarded (the record is not there)",
			"frappe.model.workflow.get_transitions",
			{"doc": FORM},
		),
	):
		yield Measure(
			key,
			title,
			request(method, body, world.rep),
			unguarded(request(method, body, world.rep)),
			FLOOR,
			budget=0,
			is_page=False,
			rounds=200,
			clean=undo,
		)


def undo() -> None:
	"""Nothing stays but the key, which goes with its user."""
	frappe.db.rollback()


def request(method: str, body: dict, user: str) -> Callable[[], None]:
	"""Return the call that asks this process's web application as a user; it may refuse, in both cases alike."""

	def ask() -> None:
		headers = {"X-Frappe-Site-Name": frappe.local.site, "Authorization": signature(user)}
		requests.post(f"{address()}/api/method/{method}", json=body, headers=headers, timeout=60)

	return ask


@cache
def signature(user: str) -> str:
	"""Return the header of an API key of the user's; both go with the user when it is all cleaned up."""
	key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", user, "api_key", key)
	set_encrypted_password("User", user, secret, "api_secret")
	frappe.db.commit()
	return f"token {key}:{secret}"


def unguarded(call: Callable[[], None]) -> Callable[[], None]:
	def ask() -> None:
		with guard_away():
			call()

	return ask


@contextmanager
def guard_away() -> Iterator[None]:
	"""Have this process, and no other, answer without the guard; only while it is measured."""
	# Here, since Frappe 16 opens a log of the bench when its request handler is imported.
	from frappe_crm_app.visibility.request_guard import guard

	guarding = guard.guard_request
	guard.guard_request = lambda: None
	try:
		yield
	finally:
		guard.guard_request = guarding
