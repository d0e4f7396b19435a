"""Somebody who listens, by the hooks that another app would use."""

from collections.abc import Callable, Iterator

import frappe
import pytest

from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.domain_events.tasks import OUTBOX
from tests.site.intake.contact_import.conftest import upload, upload_rows  # noqa: F401

EVENT = "CRM Domain Event"
HOOKS = ("crm_event_listeners", "crm_domain_event")


class Listeners:
	"""What the hooks of another app say, and what its functions were told."""

	def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
		self.monkeypatch = monkeypatch
		self.paths: dict[str, list[str]] = {hook: [] for hook in HOOKS}
		self.heard: list[tuple[str, str]] = []
		hooks = frappe.get_hooks
		monkeypatch.setattr(
			frappe,
			"get_hooks",
			lambda hook=None, *rest, **options: self.paths.get(hook) or hooks(hook, *rest, **options),
		)

	def add(self, hook: str, name: str, function: Callable) -> None:
		"""Let the hook name a function of a module of an app, as hooks do."""
		self.monkeypatch.setattr(listening, name, function, raising=False)
		self.paths[hook].append(f"{listening.__name__}.{name}")
		listening.forget_now()

	def want(self, *kinds: str) -> None:
		"""Have these kinds written down; all where none is named."""
		self.add("crm_event_listeners", "wanted", lambda: kinds or tuple(all_kinds()))

	def call(self, *kinds: str, name: str = "hear", then: Callable[[str, str], None] | None = None) -> None:
		"""Have a function called with these kinds, or with all; it remembers them and does `then`."""

		def hear(kind: str, event: str) -> None:
			self.heard.append((kind, event))
			if then:
				then(kind, event)

		if kinds:
			hear.kinds = kinds
		self.add("crm_domain_event", name, hear)


@pytest.fixture
def listeners(isolation: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listeners]:
	listening.forget_now()
	OUTBOX.forget_waking()
	yield Listeners(monkeypatch)
	listening.forget_now()


def events(**filters) -> list[frappe._dict]:
	"""Return the events that match, in their order, their changes read."""
	rows = frappe.get_all(EVENT, filters=filters, fields=["*"], order_by="creation asc")
	for row in rows:
		row.changes = frappe.parse_json(row.changes)
	return rows


def kinds_about(name: str) -> list[str]:
	return [event.kind for event in events(reference_name=name)]
