"""Somebody without a login who subscribes over HTTP, and the job done at once in this process."""

import email
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import frappe
import pytest
from requests import Response

from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import make_token
from frappe_crm_app.intake.subscriptions.tasks import OUTBOX
from frappe_crm_app.kit.outbox import tasks
from tests.factories import make_list
from tests.stack.http import ApiClient
from tests.stack.site import refresh

API = "/api/method/frappe_crm_app.intake.subscriptions.api."
ADA = "ada@example.com"


class Subscriber:
	"""Somebody at a browser, who has filled the page in for a minute."""

	def __init__(self, client: ApiClient):
		self.client = client

	def token(self, mailing_list: str, age: float = 60) -> str:
		return make_token(key_for(Purpose.SUBSCRIBING), mailing_list, time.time() - age)

	def subscribe(self, mailing_list: str, address: str = ADA, **more) -> Response:
		body = {"mailing_list": mailing_list, "email": address, "token": self.token(mailing_list), **more}
		return self.client.post(API + "subscribe", json=body)

	def call(self, name: str, **values) -> Response:
		return self.client.post(API + name, json=values, allow_redirects=False)

	def preferences(self, token: str, **chosen) -> dict:
		return self.call("set_preferences" if chosen else "get_preferences", token=token, **chosen).json()[
			"message"
		]


@pytest.fixture
def subscriber(api) -> Subscriber:
	forget_limits()
	return Subscriber(api(None))


@pytest.fixture
def news(committed) -> str:
	return make_list(is_public=1, wording="News once a month").name


@pytest.fixture
def work_off(committed) -> Callable[[], None]:
	"""Do what waits, as the job does, in this process."""

	def work() -> None:
		refresh()
		tasks.work_off(OUTBOX.key)
		refresh()

	return work


def forget_limits() -> None:
	for key in frappe.cache.get_keys("crm_counted:subscriptions:"):
		frappe.cache.delete(key)


def mails_to(address: str) -> list[str]:
	"""Return the texts of the mails that are queued for an address, the oldest first."""
	queue, recipient = frappe.qb.DocType("Email Queue"), frappe.qb.DocType("Email Queue Recipient")
	query = frappe.qb.from_(queue).join(recipient).on(recipient.parent == queue.name)
	query = query.select(queue.message).where(recipient.recipient == address).orderby(queue.creation)
	return [text_of(message) for message in query.run(pluck=True)]


def text_of(message: str) -> str:
	parts = email.message_from_string(message).walk()
	return "".join(
		part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/html"
	)


def link_in(mail: str, page: str) -> str:
	(found,) = set(re.findall(rf'href="([^"]*{page}[^"]*)"', mail))
	return found.replace("&amp;", "&")


def argument(address: str, name: str) -> str:
	return parse_qs(urlparse(address).query)[name][0]


def subscription(address: str = ADA) -> frappe._dict:
	refresh()
	fields = ["name", "status", "contact", "source", "wording", "confirmed_on", "ended_on"]
	return frappe.db.get_value("CRM Subscription", {"address": address}, fields, as_dict=True)


def consents(contact: str) -> list[tuple]:
	rows = frappe.get_all(
		"CRM Consent",
		filters={"contact": contact},
		fields=["channel", "state", "source"],
		order_by="occurred_on asc, channel asc",
	)
	return [(row.channel, row.state, row.source) for row in rows]
