"""A quote that was sent, and customers who have links to it and speak HTTP."""

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_string, policy
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, nowdate
from PIL import Image, ImageDraw
from requests import Response

from frappe_crm_app.kit.outbox import tasks
from frappe_crm_app.selling.acceptance import links
from frappe_crm_app.selling.acceptance.tasks import OUTBOX
from frappe_crm_app.selling.quotes.sending import send
from tests.factories import insert, make_contact, make_deal
from tests.stack.http import ApiClient
from tests.stack.site import refresh

API = "/api/method/frappe_crm_app.selling.acceptance.api."
ADDRESS = "buyer@harbor.example"
LINES = [
	{"title": "Crane", "quantity": 1, "unit_price": 1000, "tax_rate": 19},
	{"title": "Hook", "quantity": 2, "unit_price": 50, "tax_rate": 7, "is_optional": 1},
	{
		"title": "Care",
		"quantity": 1,
		"unit_price": 20,
		"tax_rate": 19,
		"is_optional": 1,
		"recurrence": "Monthly",
	},
]
_addresses = itertools.count(1)


@dataclass
class Customer:
	"""Somebody without a login who has a link; each comes from an address of their own."""

	client: ApiClient
	token: str

	def __post_init__(self) -> None:
		number = next(_addresses)
		self.client.headers["X-Forwarded-For"] = f"203.0.{number // 250}.{number % 250 + 1}"

	def do(self, name: str, **body) -> Response:
		return self.client.post(API + name, json={"token": self.token, **body})

	def get(self, name: str = "get_quote", **body) -> dict:
		"""Return what was answered, which must be no error."""
		answer = self.do(name, **body)
		assert answer.status_code == 200, answer.text
		return answer.json().get("message")

	def accept(self, lines: list[str] | None = None, **body) -> Response:
		said = {"version": 1, "lines": lines or [], "typed_name": "Ada Lovelace", "consent": 1}
		return self.do("accept", **{**said, **body})

	def page(self) -> Response:
		return self.client.get(f"/quote?t={self.token}", headers={"Accept": "text/html"})


def sentence_of(answer: Response) -> str:
	"""Return the sentence with which something was refused."""
	return frappe.parse_json(frappe.parse_json(answer.json()["_server_messages"])[-1])["message"]


def write_quote(**values) -> Document:
	"""Insert a draft about a deal of its own."""
	if "deal" not in values:
		contact = make_contact(email=f"ada{next(_addresses)}@harbor.example")
		values["deal"] = make_deal(
			contact=contact.name, deal_owner=values.get("quote_owner", "Administrator")
		).name
	usual = {
		"title": "A crane for the quay",
		"currency": "USD",
		"valid_until": add_days(nowdate(), 30),
		"lines": LINES,
	}
	return insert("CRM Quote", {**usual, **values})


def send_quote(address: str = ADDRESS, **values) -> Document:
	return send(write_quote(**values), addresses=[address])


def token_in(url: str) -> str:
	return parse_qs(urlsplit(url).query)["t"][0]


@pytest.fixture
def customer_of(api) -> Callable[..., Customer]:
	"""``customer_of(quote)`` -> somebody who has a new link to it."""

	def make(quote: Document, address: str = ADDRESS) -> Customer:
		token = token_in(links.make(quote, address))
		refresh()
		return Customer(api(None), token)

	return make


@pytest.fixture
def quote(committed) -> Document:
	return send_quote()


@pytest.fixture
def customer(quote, customer_of) -> Customer:
	return customer_of(quote)


@pytest.fixture
def work_off(committed) -> Callable[[], None]:
	"""Make the signed PDFs that are owed, as the job does, in this process."""

	def work() -> None:
		refresh()
		tasks.work_off(OUTBOX.key)
		refresh()

	return work


def optional(quote: Document) -> list[str]:
	return [row.name for row in quote.lines if row.is_optional]


def rows_of(quote: Document, **filters) -> list[frappe._dict]:
	return frappe.get_all(
		"CRM Quote Acceptance", {"quote": quote.name, **filters}, ["*"], order_by="sequence asc, name asc"
	)


def mails_about(quote: Document) -> list:
	"""Return the queued messages about a quote, parsed, each with its `recipients`."""
	mails = []
	about = {"reference_doctype": "CRM Quote", "reference_name": quote.name}
	for queued in frappe.get_all(
		"Email Queue", about, ["name", "message"], order_by="creation asc, name asc"
	):
		mail = message_from_string(queued.message, policy=policy.default)
		mail.recipients = frappe.get_all("Email Queue Recipient", {"parent": queued.name}, pluck="recipient")
		mails.append(mail)
	return mails


def drawn() -> str:
	"""Return a drawing as the page sends it."""
	picture, written = Image.new("RGBA", (720, 200), (0, 0, 0, 0)), BytesIO()
	ImageDraw.Draw(picture).line((40, 150, 300, 40, 500, 160), fill=(20, 33, 61, 255), width=5)
	picture.save(written, "PNG")
	return "data:image/png;base64," + base64.b64encode(written.getvalue()).decode()


@pytest.fixture
def deliver_quotes(committed) -> Callable[[Document], None]:
	"""``deliver_quotes(quote)`` puts the owed mails of a quote into the queue."""
	from frappe_crm_app.selling.quotes.tasks import OUTBOX as MAILS

	def deliver(quote: Document) -> None:
		for name in frappe.get_all("CRM Quote Mail", {"quote": quote.name}, pluck="name"):
			MAILS.carry_out(name)
		refresh()

	return deliver
