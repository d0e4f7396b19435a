"""What the desk calls to write to people. Who may change a contact may write to it (`rights.py`)."""

from dataclasses import asdict

import frappe
from frappe import _

from frappe_crm_app.channels.messaging import consent, offering, recipients, settling
from frappe_crm_app.channels.messaging.composing import asked, compose
from frappe_crm_app.channels.messaging.owing import owe_many
from frappe_crm_app.channels.messaging.providers import provider_of
from frappe_crm_app.channels.messaging.rights import (
	may_send,
	refuse_hidden,
	refuse_strangers,
	refuse_too_many,
)
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import ConsentWithdrawnError


@frappe.whitelist(methods=["GET"])
def get_recipients(doctype: str, name: str) -> list[dict]:
	"""Return whom one can write to from a contact, customer or deal: `[{contact, title, phone}]` of those that the user may change."""
	return recipients.recipients_of(doctype, name)


@frappe.whitelist(methods=["GET"])
def get_channels(contact: str) -> dict:
	"""Return how a contact can be reached: `{contact, title, phones, channels, problem}`.

	Each of `channels` is a number of ours: `{provider, channel, provider_channel, label, needs_template, free_until, sentence, warning}`;
	`warning` says that the person wants no messages by it. `problem` says why there is none; who only reads the contact has none.
	"""
	refuse_hidden(contact)
	if not may_send(contact):
		return offering.nothing_for(contact)
	return offering.channels_of(contact)


@frappe.whitelist(methods=["GET"])
def get_templates(contact: str, provider: str, provider_channel: str) -> list[dict]:
	"""Return the approved templates of a number of ours: `[{name, language, text, parameters}]`, for who may write to the contact."""
	refuse_strangers(contact)
	service = provider_of(provider)
	return [asdict(each) for each in asked(lambda: offering.templates_at(service, provider_channel))]


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def send(
	contact: str,
	channel: str,
	text: str = "",
	provider: str = "",
	provider_channel: str = "",
	template: str = "",
	language: str = "",
	parameters: str | list | None = None,
	address: str = "",
	knows_consent: bool = False,
) -> dict:
	"""Owe one SMS or WhatsApp to a contact, and return `{message}`, the name of its CRM Message.

	`text` is free, or `template` one that is approved, with its `parameters`. Without `provider_channel` it goes from the only number of
	ours, without `address` to the contact's phone. Raises `ConsentWithdrawnError` for who wants no messages by the channel, unless
	`knows_consent`; `MessageError` for what cannot be sent; `frappe.PermissionError`.
	"""
	refuse_strangers(contact)
	refuse_too_many()
	owed = compose(
		contact,
		channel,
		text,
		provider=provider,
		provider_channel=provider_channel,
		template=template,
		language=language,
		parameters=parameters,
		address=address,
	)
	if not knows_consent and consent.is_withdrawn(contact, channel):
		frappe.throw(consent.warning(channel), ConsentWithdrawnError, title=_("No messages wanted"))
	return {"message": owe_many([owed])[0]}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry(message: str) -> None:
	"""Owe a message again that failed; raises `MessageStateError` for any other."""
	settling.retry(message)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def settle(message: str, was_sent: bool) -> None:
	"""Say of an unsure message whether it was sent; one that was not can be sent again then."""
	settling.settle(message, was_sent)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def cancel(message: str) -> None:
	"""Take back a message that nobody has begun to send."""
	settling.cancel(message)
