"""A stranger who sends forms over HTTP, and the job done at once in this process."""

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from requests import Response

from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.outbox import tasks
from tests.factories import make_form
from tests.stack.http import ApiClient
from tests.stack.site import refresh

API = "/api/method/frappe_crm_app.public_lead_form.api."
ADA = {"first_name": "Ada", "last_name": "King", "email": "ada@example.com"}


class Stranger:
	"""Somebody without a login, before one form or another."""

	def __init__(self, client: ApiClient):
		self.client = client

	def token(self, form: Document) -> str:
		return self.client.post(API + "get_token", json={"form": form.name}).json()["message"]["token"]

	def send(self, form: Document, token: str | None = "new", **answers) -> Response:
		"""Send `answers`, by default with a token just got."""
		token = self.token(form) if token == "new" else token
		body = {"form": form.name, "answers": answers, "token": token}
		return self.client.post(API + "submit", json=body)


@pytest.fixture
def stranger(api) -> Stranger:
	return Stranger(api(None))


@pytest.fixture
def form(committed) -> Document:
	return make_form()


@pytest.fixture
def work_off(committed) -> Callable[[], None]:
	"""Do what waits, as the job does, in this process; the test is Administrator before and after."""

	def work() -> None:
		refresh()
		tasks.work_off(OUTBOX.key)
		refresh()

	return work


def submissions(**filters) -> list[Document]:
	names = frappe.get_all("CRM Lead Submission", filters=filters, order_by="creation asc", pluck="name")
	return [frappe.get_doc("CRM Lead Submission", name) for name in names]


def only_submission() -> Document:
	(found,) = submissions()
	return found
