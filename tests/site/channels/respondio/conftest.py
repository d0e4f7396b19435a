"""A peer on loopback and settings that lead to it."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from frappe.model.document import Document

from frappe_crm_app.channels.respondio.rate import RATE as RATE_LIMIT
from frappe_crm_app.channels.respondio.setup import ship_settings
from frappe_crm_app.channels.respondio.tasks import OUTBOX
from tests.site.channels.respondio.peer import TOKEN, Peer

SETTINGS = "CRM Respondio Settings"
SYNC = "CRM Respondio Sync"
RATE = 100


@pytest.fixture
def peer() -> Iterator[Peer]:
	peer = Peer()
	peer.start()
	yield peer
	peer.stop()


@pytest.fixture
def settings(isolation, peer, request) -> Iterator[Callable[..., Document]]:
	"""`settings(field=value)` turns the sync on, towards the peer; afterwards they are as before."""
	RATE_LIMIT.forget()
	OUTBOX.forget_waking()

	def save(**values) -> Document:
		doc = frappe.get_doc(SETTINGS)
		given = {"enabled": 1, "base_url": peer.url, "token": TOKEN, "requests_per_second": RATE}
		doc.update({**given, **values})
		doc.save()
		return doc

	yield save
	if "committed" in request.fixturenames:
		forget_settings()
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def forget_settings() -> None:
	"""Leave the settings as they are shipped."""
	frappe.db.rollback()
	frappe.db.delete("Singles", {"doctype": SETTINGS})
	for table in ("CRM Respondio Form", "CRM Respondio Source", "CRM Respondio Webhook Key"):
		frappe.db.delete(table, {"parenttype": SETTINGS})
	frappe.db.delete("__Auth", {"doctype": ("in", [SETTINGS, "CRM Respondio Webhook Key"])})
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	frappe.db.value_cache.clear()
	ship_settings()
	frappe.db.commit()


@pytest.fixture
def on(committed, settings) -> Document:
	"""The sync is on; rows are committed, since the job commits."""
	doc = settings()
	frappe.db.commit()
	return doc


def row_of(customer: Document) -> frappe._dict:
	"""Return the one row about a customer."""
	rows = frappe.get_all(
		SYNC, filters={"customer": customer.name, "operation": "Add Prospect"}, fields=["*"]
	)
	assert len(rows) == 1
	return rows[0]


def sent(customer: Document) -> frappe._dict:
	"""Do what the job does for a customer's row, and return the row as it is then."""
	frappe.db.commit()
	OUTBOX.attempt(row_of(customer).name)
	return row_of(customer)


def make_due(**filters) -> None:
	"""Move the clock: what waits is due now."""
	long_ago = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-1)
	frappe.db.set_value(SYNC, {"status": "Waiting", **filters}, "next_attempt_on", long_ago)
	frappe.db.commit()
