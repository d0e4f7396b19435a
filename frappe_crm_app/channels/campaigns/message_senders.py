"""By which numbers of ours, at which services, campaigns go out as SMS or WhatsApp, and by which approved templates."""

from dataclasses import asdict

from frappe import _

from frappe_crm_app.channels.messaging import offering
from frappe_crm_app.channels.messaging.composing import asked
from frappe_crm_app.channels.messaging.providers import all_providers, provider_of
from frappe_crm_app.kit.messaging_provider import SENDABLE, MessagingProvider, ProviderProblem
from frappe_crm_app.kit.outbox.outcomes import MustWait
from frappe_crm_app.kit.sentences import sentence_in


def numbers() -> dict:
	"""Return `{numbers: [{provider, channel, provider_channel, label}], problem}`; `problem` says why there is none."""
	found, problems = [], []
	for provider in all_providers().values():
		try:
			found += numbers_of(provider)
		except (ProviderProblem, MustWait) as error:
			problems.append(sentence_in(error))
		problems += filter(None, [provider.problem()])
	if not found and not problems:
		problems.append(_("There is no messaging provider yet."))
	return {"numbers": found, "problem": "" if found else " ".join(dict.fromkeys(problems))}


def numbers_of(provider: MessagingProvider) -> list[dict]:
	"""Return the numbers of a service that is set up; raises `ProviderProblem` and `MustWait`."""
	if provider.problem():
		return []
	return [
		{
			"provider": provider.key,
			"channel": str(each.channel),
			"provider_channel": each.id,
			"label": f"{provider.label} · {each.label}" if each.label else str(provider.label),
		}
		for each in offering.channels_at(provider)
		if each.channel in SENDABLE
	]


def templates(provider: str, provider_channel: str) -> list[dict]:
	"""Return the approved templates of a number, `[{name, language, text, parameters}]`; raises `frappe.ValidationError`."""
	service = provider_of(provider)
	return [asdict(each) for each in asked(lambda: offering.templates_at(service, provider_channel))]
