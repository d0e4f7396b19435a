"""People and projects that these tests are about."""

from collections.abc import Callable

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_deal, make_project, move

API = "/api/method/frappe_crm_app.work.projects.api."


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep", first_name="Rita")


@pytest.fixture
def acting():
	"""``acting(user)`` lets what follows be done by the user; the test ends as Administrator."""
	yield frappe.set_user
	frappe.set_user("Administrator")


@pytest.fixture
def sale(rep):
	"""A won deal of the rep's, with its customer and contact."""
	customer = make_customer(salesperson=rep)
	contact = make_contact(contact_owner=rep, customer=customer.name, email="buyer@example.com")
	deal = make_deal(deal_owner=rep, contact=contact.name, title="Twelve boats")
	return frappe._dict(customer=customer, contact=contact, deal=move(deal, "Won"))


@pytest.fixture
def project(sale, rep):
	"""A project of the rep's for that customer."""
	return make_project(
		title="Delivery",
		customer=sale.customer.name,
		contact=sale.contact.name,
		deal=sale.deal.name,
		project_owner=rep,
	)


@pytest.fixture
def client_of(api) -> Callable[[str], object]:
	"""``client_of(user)`` -> the same client for all calls of a user: a key made anew would meet what their last request wrote."""
	clients: dict[str, object] = {}

	def client(user: str) -> object:
		if user not in clients:
			clients[user] = api(user)
		return clients[user]

	return client


@pytest.fixture
def get(client_of) -> Callable[..., dict]:
	"""``get(user, "get_plan", project=…)`` -> the answer over HTTP of an endpoint that reads; raises for a refusal."""
	return lambda user, endpoint, **arguments: answer_of(
		client_of(user).get(API + endpoint, params=arguments)
	)


@pytest.fixture
def post(client_of) -> Callable[..., dict]:
	"""Likewise of one that writes."""
	return lambda user, endpoint, **arguments: answer_of(client_of(user).post(API + endpoint, json=arguments))


class Refused(AssertionError):
	"""The status and the text of an answer that is a refusal."""

	def __init__(self, status: int, text: str):
		super().__init__(f"{status}: {text}")
		self.status = status


def answer_of(response) -> dict:
	if not response.ok:
		raise Refused(response.status_code, response.text[-2000:])
	return response.json()["message"]
