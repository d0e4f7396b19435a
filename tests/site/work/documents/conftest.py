"""People, records and documents that these tests are about."""

from collections.abc import Callable

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_document

API = "/api/method/frappe_crm_app.work.documents.api."
PUBLIC = "/api/method/frappe_crm_app.work.documents.sharing.api."
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep", first_name="Rita")


@pytest.fixture
def stranger(make_user):
	"""A colleague who sees nothing of the rep's."""
	return make_user("CRM Sales Rep", first_name="Sven")


@pytest.fixture
def acting():
	"""``acting(user)`` lets what follows be done by the user; the test ends as Administrator."""
	yield frappe.set_user
	frappe.set_user("Administrator")


@pytest.fixture
def customer(rep):
	return make_customer(salesperson=rep)


@pytest.fixture
def buyer(rep, customer):
	return make_contact(contact_owner=rep, customer=customer.name, email="buyer@example.com")


@pytest.fixture
def document(customer):
	"""A document about the rep's customer, with one version, `Hello`."""
	return make_document(customer, title="Price list")


@pytest.fixture
def client_of(api) -> Callable[[str | None], object]:
	"""``client_of(user)`` -> the same client for all calls of a user."""
	clients: dict[str | None, object] = {}

	def client(user: str | None) -> object:
		if user not in clients:
			clients[user] = api(user)
		return clients[user]

	return client


@pytest.fixture
def ask(client_of) -> Callable[..., object]:
	"""``ask(user, "get_document", document=…)`` -> the response to a GET, whatever it is."""
	return lambda user, endpoint, **arguments: client_of(user).get(API + endpoint, params=arguments)


@pytest.fixture
def tell(client_of) -> Callable[..., object]:
	"""``tell(user, "check_out", document=…)`` -> the response to a POST, whatever it is."""
	return lambda user, endpoint, **arguments: client_of(user).post(API + endpoint, json=arguments)


@pytest.fixture
def send(client_of) -> Callable[..., object]:
	"""``send(user, "upload", [(name, content)], …)`` -> the response to files that are sent."""

	def post(user: str | None, endpoint: str, files: list[tuple[str, bytes]], **arguments: str) -> object:
		parts = [("file", (name, content)) for name, content in files]
		return client_of(user).post(API + endpoint, data=arguments, files=parts)

	return post


@pytest.fixture
def stranger_asks(client_of) -> Callable[..., object]:
	"""``stranger_asks("get_document", token=…)`` -> the response to somebody without a login."""
	return lambda endpoint, **arguments: client_of(None).post(PUBLIC + endpoint, json=arguments)
