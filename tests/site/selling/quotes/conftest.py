"""What tests of quotes share."""

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document

from frappe_crm_app.kit.domain_events import emitting
from frappe_crm_app.selling.quotes.sending import send
from frappe_crm_app.selling.quotes.tasks import OUTBOX
from tests.factories import make_quote

ADDRESS = "buyer@harbor.example"


@pytest.fixture
def settings() -> Callable[..., None]:
	"""``settings(quote_paper="Letter")`` changes CRM Desk Settings."""

	def change(**values) -> None:
		doc = frappe.get_doc("CRM Desk Settings")
		doc.update(values)
		doc.save()

	return change


@pytest.fixture
def sent() -> Callable[..., Document]:
	"""``sent(title="Cranes")`` -> a quote that was sent."""
	return lambda **values: send(make_quote(**values), addresses=[ADDRESS])


@pytest.fixture
def deliver_all() -> Callable[[Document], None]:
	"""``deliver_all(quote)`` does what the job does, in the test's own transaction."""

	def deliver(quote: Document) -> None:
		for name in frappe.get_all(
			"CRM Quote Mail", {"quote": quote.name}, pluck="name", order_by="creation asc"
		):
			try:
				OUTBOX.carry_out(name)
			except Exception as error:
				OUTBOX.note_failure(name, error)

	return deliver


@pytest.fixture
def heard(monkeypatch):
	"""Have all events of quotes written, and return those of one quote by ``heard(quote)``."""
	monkeypatch.setattr(emitting, "is_heard", lambda kind: True)
	return lambda quote: frappe.get_all(
		"CRM Domain Event", {"reference_name": quote.name}, pluck="kind", order_by="creation asc"
	)
