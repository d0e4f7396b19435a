"""Requests as a browser sends them, through Frappe's whole web application, counted and not kept."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

import frappe
from frappe.database.database import Database
from frappe.utils.password import update_password
from werkzeug.test import Client, TestResponse

from frappe_crm_app.channels.respondio.signature import HEADER, sign
from tests.stack.browser import PASSWORD
from tests.stack.site import forget_cached_rows

WEBHOOK_KEY = "the key of a webhook"
# What begins and ends the transaction, and how long its statements may take.
OF_EVERY_REQUEST = (
	"start transaction",
	"commit",
	"rollback",
	"set session max_statement_time",
	"set local statement_timeout",
)
THREAD = ThreadPoolExecutor(1)  # a request has a connection of its own, and so a thread


@dataclass(frozen=True)
class Request:
	"""`path` is an endpoint's, or begins with a slash. An argument that is a key of the caller's `names` stands for its value."""

	verb: str
	path: str
	arguments: dict = field(default_factory=dict)


def get(path: str, **arguments) -> Request:
	return Request("GET", path, arguments)


def post(path: str, **arguments) -> Request:
	return Request("POST", path, arguments)


PING = get("ping")
SESSION = get("frappe_crm_app.screens.quick_log.api.get_session")


class Visitor:
	"""A browser in which somebody is logged in; nobody for "Guest"."""

	def __init__(self, user: str):
		self.site = frappe.local.site
		self.client = THREAD.submit(new_client).result()
		self.token = ""  # once the session has one, Frappe wants it with every POST
		if user != "Guest":
			update_password(user, PASSWORD)
			frappe.db.commit()
			self.send(post("/api/method/login", usr=user, pwd=PASSWORD))

	def count_warm(self, requests: list[Request], names: dict[str, str]) -> list[int]:
		"""Return how many statements each request sends when all have been sent before; `names` fills their arguments."""
		filled = [Request(each.verb, each.path, with_names(each.arguments, names)) for each in requests]
		self.send(PING)  # it writes down, every ten minutes, when the user was last seen
		for request in filled:
			if request.path.startswith("/"):
				self.send(request)  # the first page of a session gives it a token, which is kept
				self.learn_token()
			self.count(request)
		counts = [self.count(request) for request in filled]
		if any(request.verb != "GET" for request in filled):
			forget_cached_rows()  # they may be those of a transaction that was undone
		return counts

	def learn_token(self) -> None:
		"""Take the token that a page has given the session, if any."""
		answer = THREAD.submit(self.answer, SESSION).result()
		if answer.status_code == 200:
			self.token = answer.json["message"]["csrf_token"]

	def count(self, request: Request) -> int:
		"""Return how many statements a request sends, without those that begin and end its transaction; nothing is kept."""
		with watched() as sent:
			self.send(request)
		return len(sent)

	def send(self, request: Request) -> TestResponse:
		"""Return the answer; raises `AssertionError` for a refusal."""
		frappe.db.rollback()  # a transaction of this thread's would hold what the request wants
		answer = THREAD.submit(self.answer, request).result()
		told = answer.get_data().decode(errors="replace")  # a PDF is no text
		assert answer.status_code < 400, f"{request}: {answer.status_code} {told[-1500:]}"
		return answer

	def answer(self, request: Request) -> TestResponse:
		path = request.path if request.path.startswith("/") else f"/api/method/{request.path}"
		given = {key: packed(value) for key, value in request.arguments.items()}
		headers = {"X-Frappe-Site-Name": self.site, "Accept": "application/json"}
		if self.token:
			headers["X-Frappe-CSRF-Token"] = self.token
		if request.verb == "GET":
			return self.client.get(path, query_string=given, headers=headers)
		body = json.dumps(given).encode()
		headers |= {HEADER: sign(body, WEBHOOK_KEY)}
		return self.client.post(path, data=body, content_type="application/json", headers=headers)


def new_client() -> Client:
	import frappe.app

	return Client(frappe.app.application)


def with_names(value: object, names: dict[str, str]) -> object:
	"""Return the value with what its placeholders stand for."""
	if isinstance(value, dict):
		return {key: with_names(each, names) for key, each in value.items()}
	if isinstance(value, list):
		return [with_names(each, names) for each in value]
	return names.get(value, value) if isinstance(value, str) else value


def packed(value: object) -> object:
	"""Return lists and objects as JSON, as the desk sends them."""
	return json.dumps(value) if isinstance(value, list | dict) else value


@contextmanager
def watched() -> Iterator[list[str]]:
	"""Collect what this process sends to the database, and let no transaction be committed."""
	sent, send = [], Database.sql

	def note(self: Database, query: object, *arguments, **options) -> object:
		text = str(query).strip()
		if not text.lower().startswith(OF_EVERY_REQUEST):
			sent.append(text)
		return send(self, query, *arguments, **options)

	def undo(self: Database, **options) -> None:
		self.before_commit.run()
		self.rollback()

	with patch.object(Database, "sql", note), patch.object(Database, "commit", undo):
		yield sent
