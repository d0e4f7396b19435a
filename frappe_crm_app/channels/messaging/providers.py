"""The services that messages go out through, as the hook `crm_messaging_providers` lists them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import MessageError
from frappe_crm_app.kit.meeting_points import Point, alone
from frappe_crm_app.kit.messaging_provider import MessagingProvider
from frappe_crm_app.kit.outbox.slots import Slots

PATIENCE = 20  # seconds that a job waits for its turn


def all_providers() -> dict[str, MessagingProvider]:
	"""Return all services by their keys, in the order of the hooks; the first of a key has it."""
	found: dict[str, MessagingProvider] = {}
	for path in frappe.get_hooks(Point.MESSAGING_PROVIDERS):
		with alone(path):
			provider = resolve_name(path)
			found.setdefault(provider.key, provider)
	return found


def ready_providers() -> list[MessagingProvider]:
	"""Return those that are set up."""
	return [provider for provider in all_providers().values() if not provider.problem()]


def provider_of(key: str) -> MessagingProvider:
	"""Return a service by its key; raises `MessageError`."""
	provider = all_providers().get(key or "")
	if not provider:
		frappe.throw(_("There is no messaging provider of this name."), MessageError)
	return provider


def rate_of(provider: MessagingProvider) -> Slots:
	"""Return the limit that all workers share towards a service."""
	return Slots(f"crm_messaging_{provider.key}", rest=1)


@contextmanager
def turn(provider: MessagingProvider) -> Iterator[None]:
	"""Hold one of the service's requests per second; raises `MustWait`. Nothing where it limits itself."""
	if not provider.per_second:
		yield
		return
	with rate_of(provider).slot(provider.per_second, PATIENCE):
		yield
