"""People who plan events and who come to them, over HTTP and by link."""

import itertools
from collections.abc import Callable
from email import message_from_string, policy
from io import BytesIO

import frappe
import pytest
from frappe.model.document import Document
from icalendar import Calendar
from pypdf import PdfWriter
from requests import Response

from frappe_crm_app.kit.outbox import tasks
from frappe_crm_app.work.events.invitations.links import link_for
from tests.factories import make_contact, make_customer, make_project
from tests.stack.http import ApiClient

API = "/api/method/frappe_crm_app.work.events."
_addresses = itertools.count(1)


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep", first_name="Rita")


@pytest.fixture
def colleague(make_user):
	return make_user("CRM Sales Rep", first_name="Carl")


@pytest.fixture
def acting():
	"""``acting(user)`` lets what follows be done by the user; the test ends as Administrator."""
	yield frappe.set_user
	frappe.set_user("Administrator")


@pytest.fixture
def guest(api) -> Callable[..., Response]:
	"""``guest("invitations.api.answer", token=…)`` -> the answer to somebody without a login, from an address of their own."""

	def call(endpoint: str, **body) -> Response:
		client: ApiClient = api(None)
		number = next(_addresses)
		client.headers["X-Forwarded-For"] = f"203.0.{number // 250}.{number % 250 + 1}"
		return client.post(API + endpoint, json=body)

	return call


@pytest.fixture
def ada(isolation):
	return make_contact(first_name="Ada", last_name="Boat", email="ada@harbor.example")


@pytest.fixture
def harbor(rep):
	return make_customer(salesperson=rep, customer_name="Harbor")


@pytest.fixture
def project(harbor, rep):
	return make_project(title="Delivery", customer=harbor.name, project_owner=rep)


def token_of(event: Document, row: Document | None = None) -> str:
	"""Return the token of the link of an attendee, the first one if not given."""
	return link_for(event.name, row or event.attendees[0]).partition("t=")[2]


def work_off() -> None:
	tasks.work_off("event_mail")


def owed(event: Document) -> list[tuple[str, str]]:
	"""Return kind and status of the mails about an event, in order."""
	rows = frappe.get_all(
		"CRM Event Mail", {"event": event.name}, ["kind", "status"], order_by="creation asc, name asc"
	)
	return [(row.kind, row.status) for row in rows]


def sent(event: Document) -> list[tuple[str, str, Calendar]]:
	"""Return whom each queued mail about an event goes to, the method of its calendar, and that."""
	found = []
	for row in frappe.get_all(
		"CRM Event Mail",
		{"event": event.name, "status": "Queued"},
		["email_queue"],
		order_by="creation asc, name asc",
	):
		queued = frappe.get_doc("Email Queue", row.email_queue)
		mail = message_from_string(queued.message, policy=policy.default)
		found.append((queued.recipients[0].recipient, *calendar_in(mail)))
	return found


def calendar_in(mail) -> tuple[str, Calendar]:
	"""Return method and content of the calendar among a mail's alternatives."""
	alternatives = next(part for part in mail.walk() if part.get_content_type() == "multipart/alternative")
	types = [part.get_content_type() for part in alternatives.iter_parts()]
	assert types[-1] == "text/calendar", types
	part = list(alternatives.iter_parts())[-1]
	return part.get_param("method"), Calendar.from_ical(part.get_content())


def fresh(event: Document) -> Document:
	return frappe.get_doc("CRM Event", event.name)


def blank_pdf() -> bytes:
	"""Return a PDF of one empty page."""
	writer, content = PdfWriter(), BytesIO()
	writer.add_blank_page(100, 100)
	writer.write(content)
	return content.getvalue()
