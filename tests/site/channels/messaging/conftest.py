"""A messaging service on loopback with its providers, here and in every worker."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.messaging import offering
from frappe_crm_app.channels.messaging.providers import all_providers, rate_of
from frappe_crm_app.channels.messaging.tasks import ASKING, MESSAGE, OUTBOX
from tests.site.channels.messaging.peer import PROVIDERS, MessagePeer
from tests.site.kit.outbox.conftest import forget_hooks


@pytest.fixture
def peer(committed, monkeypatch) -> Iterator[MessagePeer]:
	"""The service; rows are committed, since the job commits."""
	with listed_providers(monkeypatch), running_peer() as peer:
		yield peer


@contextmanager
def listed_providers(monkeypatch) -> Iterator[None]:
	"""Have the peer's providers listed by the hooks."""
	from frappe_crm_app import hooks

	monkeypatch.setattr(hooks, "crm_messaging_providers", [*hooks.crm_messaging_providers, *PROVIDERS])
	forget_hooks()
	yield
	monkeypatch.undo()
	forget_hooks()


@contextmanager
def running_peer() -> Iterator[MessagePeer]:
	peer = MessagePeer()
	peer.start()
	offering.forget()
	for outbox in (OUTBOX, ASKING):
		outbox.forget_waking()
		outbox.jobs.forget()
	for provider in all_providers().values():
		rate_of(provider).forget()
	yield peer
	peer.forget()
	peer.stop()


def row_of(name: str) -> frappe._dict:
	frappe.db.rollback()
	return frappe.db.get_value(MESSAGE, name, "*", as_dict=True)


def work(name: str) -> frappe._dict:
	"""Do what the job does for a message, and return it as it is then."""
	frappe.db.commit()
	OUTBOX.attempt(name)
	return row_of(name)


def ask(name: str) -> frappe._dict:
	"""Do what the job does that asks about a message."""
	frappe.db.commit()
	frappe.db.set_value(MESSAGE, name, "ask_on", add_to_date(now_datetime(), minutes=-1))
	frappe.db.commit()
	ASKING.attempt(name)
	return row_of(name)


def pass_time(name: str) -> None:
	"""Move the clock: what waits is due."""
	frappe.db.set_value(MESSAGE, name, "next_attempt_on", add_to_date(now_datetime(), minutes=-1))
	frappe.db.commit()
