"""Frappe's web application in this process, in a thread of its own: many requests, of which nothing stays in the database.

A server beside would answer the same; here a test can also take the app's guards away, to see what they are good for.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import frappe
from werkzeug.test import Client

HOOKS_OF_REQUESTS = ("auth_hooks", "before_request", "after_request")


@dataclass(frozen=True)
class Answer:
	status: int
	text: str

	@property
	def is_ok(self) -> bool:
		return self.status < 400


class InProcess:
	"""`ask(authorization, verb, path, arguments)` as one request; `authorization` is `None` for a guest."""

	def __init__(self, site: str):
		import frappe.app

		frappe.app._site = site
		self.client = Client(frappe.app.application)
		self.thread = ThreadPoolExecutor(max_workers=1)

	def ask(self, authorization: str | None, verb: str, path: str, arguments: dict) -> Answer:
		return self.thread.submit(self.answer, authorization, verb, path, arguments).result()

	def answer(self, authorization: str | None, verb: str, path: str, arguments: dict) -> Answer:
		headers = {"Accept": "application/json"}
		if authorization:
			headers["Authorization"] = authorization
		response = self.client.open(path, method=verb, json=arguments, headers=headers, buffered=True)
		return Answer(response.status_code, response.get_data().decode(errors="replace"))


def nothing_stays(rollback: bool = False) -> bool:
	"""Stand in for Frappe's end of a request, which commits what was posted."""
	if getattr(frappe.local, "db", None):
		frappe.db.rollback()
	return False


@contextmanager
def application(site: str, monkeypatch) -> Iterator[InProcess]:
	import frappe.app

	monkeypatch.setattr(frappe.app, "sync_database", nothing_stays)
	asking = InProcess(site)
	yield asking
	asking.thread.shutdown()


def without_guards(monkeypatch) -> None:
	"""Take away what the app does before and around requests: its guard, and its replacements of Frappe's functions."""
	get_hooks = frappe.get_hooks

	def hooks(hook=None, *arguments, **options):
		found = get_hooks(hook, *arguments, **options)
		if hook in HOOKS_OF_REQUESTS:
			return [path for path in found if not path.startswith("frappe_crm_app.")]
		if hook == "override_whitelisted_methods":
			return {path: theirs for path, theirs in found.items() if not path.startswith("frappe.")}
		return found

	monkeypatch.setattr(frappe, "get_hooks", hooks)
