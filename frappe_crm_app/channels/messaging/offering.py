"""How a person can be reached: numbers of ours and templates, as the services say, and what to know before sending.

What a service says is kept for ten minutes, so that a dialog does not ask it each time.
"""

from collections.abc import Callable
from dataclasses import asdict

import frappe
from frappe import _

from frappe_crm_app.channels.messaging import consent, window
from frappe_crm_app.channels.messaging.providers import all_providers, turn
from frappe_crm_app.kit.messaging_provider import (
	MessagingProvider,
	ProviderChannel,
	ProviderProblem,
	Template,
)
from frappe_crm_app.kit.outbox.outcomes import MustWait
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.visibility.guarded import CONTACT

KEPT = 600  # seconds
PHONE = "CRM Contact Phone"


def channels_of(contact: str) -> dict:
	"""Return how a contact can be reached; see `api.get_channels`."""
	providers, problems, found = all_providers().values(), [], []
	for provider in providers:
		problem = provider.problem()
		try:
			channels = [] if problem else channels_at(provider)
		except (ProviderProblem, MustWait) as error:
			channels, problem = [], sentence_in(error)
		problems += [problem] if problem else []
		found += [as_offered(contact, provider, channel) for channel in channels]
	if not providers:
		problems.append(_("There is no messaging provider yet."))
	return {
		"contact": contact,
		"title": frappe.db.get_value(CONTACT, contact, "full_name"),
		"phones": phones_of(contact),
		"channels": told_of_consent(contact, found),
		"problem": " ".join(problems) if problems and not found else "",
	}


def nothing_for(contact: str) -> dict:
	"""Return the same for who may not write to the contact."""
	problem = _("Only who may change a contact may send it messages.")
	title = frappe.db.get_value(CONTACT, contact, "full_name")
	return {"contact": contact, "title": title, "phones": [], "channels": [], "problem": problem}


def as_offered(contact: str, provider: MessagingProvider, channel: ProviderChannel) -> dict:
	"""Return one number of ours, with what it takes to write to the contact from it."""
	is_limited = window.is_limited(channel.channel, provider)
	until = window.open_until(contact, channel.channel, provider) if is_limited else None
	return {
		"provider": provider.key,
		"channel": str(channel.channel),
		"provider_channel": channel.id,
		"label": f"{_(channel.channel)} · {channel.label}" if channel.label else _(channel.channel),
		"needs_template": is_limited and not until,
		"free_until": until,
		"sentence": window.closed_sentence(provider, channel.channel) if is_limited and not until else "",
	}


def told_of_consent(contact: str, channels: list[dict]) -> list[dict]:
	"""Return the numbers, with what who sends is told of the contact's consent; `""` where there is nothing to tell."""
	withdrawn = consent.withdrawn_by(contact) if channels else set()
	return [
		{**each, "warning": consent.warning(each["channel"]) if each["channel"] in withdrawn else ""}
		for each in channels
	]


def phones_of(contact: str) -> list[str]:
	"""Return the phones of a contact, its primary one first."""
	rows = frappe.get_all(
		PHONE,
		filters={"parenttype": CONTACT, "parent": contact},
		fields=["phone", "is_primary"],
		order_by="idx asc, name asc",
	)
	rows.sort(key=lambda row: not row.is_primary)
	primary = frappe.db.get_value(CONTACT, contact, "phone")
	return list(dict.fromkeys(phone for phone in (primary, *(row.phone for row in rows)) if phone))


def channels_at(provider: MessagingProvider) -> list[ProviderChannel]:
	"""Return the numbers of ours at a service; raises `ProviderProblem` and `MustWait`."""
	rows = kept(f"crm_messaging_channels_{provider.key}", provider, provider.get_channels)
	return [ProviderChannel(**row) for row in rows]


def templates_at(provider: MessagingProvider, provider_channel: str) -> list[Template]:
	"""Return the approved templates of a number of ours."""
	key = f"crm_messaging_templates_{provider.key}_{provider_channel}"
	rows = kept(key, provider, lambda: provider.get_templates(provider_channel))
	return [Template(**row) for row in rows]


def kept(key: str, provider: MessagingProvider, ask: Callable[[], list]) -> list[dict]:
	"""Return what a service said within the last minutes, else what it says now."""
	found = frappe.cache.get_value(key, expires=True)
	if found is None:
		with turn(provider):
			found = [asdict(each) for each in ask()]
		frappe.cache.set_value(key, found, expires_in_sec=KEPT)
	return found


def forget() -> None:
	"""Have the services asked anew."""
	frappe.cache.delete_keys("crm_messaging_channels_")
	frappe.cache.delete_keys("crm_messaging_templates_")
