"""respond.io as a messaging provider (hook `crm_messaging_providers`): SMS and WhatsApp by its channels, answers by its webhook.

It takes no key by which it would know a message again. Where its answer is lost, the contact's messages are looked through for it; what
is not found there stays *unsure*. Written by what the vendor publishes, and not tried on an account.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe import _

from frappe_crm_app.channels.messaging.receiving import find, same_text
from frappe_crm_app.channels.respondio import message_calls, pausing
from frappe_crm_app.channels.respondio.choice import settings
from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.channels.respondio.message_log import KEY
from frappe_crm_app.channels.respondio.person import sendable
from frappe_crm_app.channels.respondio.rate import RATE
from frappe_crm_app.channels.respondio.sending import PAUSE_WITHOUT_HEADER, client_of_site, sentence_of
from frappe_crm_app.kit.messaging_provider import (
	SENDABLE,
	Channel,
	Delivery,
	Doubtful,
	Known,
	MessagingProvider,
	NotTaken,
	Outgoing,
	ProviderChannel,
	ProviderProblem,
	Refused,
	Template,
)

KNOWN_FOR = 86_400  # seconds for which a person that was sent there is not sent again
WHILE_PAUSED = 300  # seconds
SKEW = timedelta(minutes=2)  # between their clock and ours


@dataclass(frozen=True)
class Respondio(MessagingProvider):
	"""Messages through the workspace of CRM Respondio Settings."""

	def problem(self) -> str:
		chosen = settings()
		if not chosen.sends_messages or not chosen.token:
			return _(
				"No messages are sent through respond.io: an administrator turns that on in CRM Respondio Settings."
			)
		if chosen.paused_on:
			return _("respond.io is paused: {0}").format(chosen.paused_reason or "")
		return ""

	def get_channels(self) -> Sequence[ProviderChannel]:
		with reading():
			return message_calls.channels(client_of_site())

	def get_templates(self, provider_channel: str) -> Sequence[Template]:
		with reading():
			return message_calls.templates(client_of_site(), provider_channel)

	def send(self, message: Outgoing, begin: Callable[[], None]) -> Known:
		if not sendable(message.recipient.phone):
			raise Refused(_("The contact has no phone number that respond.io takes."))
		if not message.provider_channel.isdecimal():
			raise Refused(_("Choose from which number it is sent."))
		client = client_of_site()
		try:
			make_known(client, message)
		except RespondioError as error:
			raise before_sending(error) from error
		begin()
		try:
			return Known(message_calls.send(client, identifier_of(message), message), Delivery.SENT)
		except RespondioError as error:
			if error.kind == ErrorKind.NOT_FOUND:
				frappe.cache.delete_value(known_key(message))
			raise while_sending(error) from error

	def state_of(self, message: Outgoing, provider_id: str) -> Known | None:
		with reading():
			return message_calls.get(client_of_site(), identifier_of(message), provider_id)

	def find_sent(self, message: Outgoing) -> Known | None:
		with reading():
			for each in message_calls.listed(client_of_site(), identifier_of(message)):
				if is_same(each, message) and not find(KEY, each.id):
					return each.known or Known(each.id, Delivery.SENT)
		return None


def identifier_of(message: Outgoing) -> str:
	"""Return by what respond.io recognises the person."""
	return f"phone:{message.recipient.phone}"


def known_key(message: Outgoing) -> str:
	"""Return the key in Redis for "respond.io knows this person"."""
	return f"crm_respondio_knows_{message.recipient.phone}"


def make_known(client: RespondioClient, message: Outgoing) -> None:
	"""Have respond.io know the person, by whose phone it writes to them."""
	if frappe.cache.get_value(known_key(message), expires=True):
		return
	person = message.recipient
	fields = {
		"firstName": person.first_name or person.phone,
		"lastName": person.last_name,
		"phone": person.phone,
	}
	client.upsert(identifier_of(message), {name: value for name, value in fields.items() if value})
	frappe.cache.set_value(known_key(message), 1, expires_in_sec=KNOWN_FOR)


def is_same(listed: message_calls.Listed, message: Outgoing) -> bool:
	"""Return whether a message of the list is the one that we may have sent: since it began, by its channel and with its text.

	One of which the list does not say when it was is none: the same text may have been sent before.
	"""
	if listed.is_incoming or not listed.id or not listed.moment or not message.begun_on:
		return False
	if listed.channel_id and listed.channel_id != message.provider_channel:
		return False
	if listed.moment < message.begun_on - SKEW:
		return False
	is_template = bool(message.template) and listed.template == message.template
	return is_template or same_text(listed.text, message.text)


def before_sending(error: RespondioError) -> ProviderProblem:
	"""Return what a problem means that came before the message: that is surely not sent."""
	if error.kind == ErrorKind.INVALID:
		return Refused(sentence_of(error))
	return later(error) or NotTaken(sentence_of(error))


def while_sending(error: RespondioError) -> ProviderProblem:
	"""Return what a problem of the message itself means."""
	sentence = sentence_of(error)
	if error.kind == ErrorKind.INVALID:
		return Refused(sentence)
	if error.kind == ErrorKind.NOT_FOUND or error.is_unsent:
		return NotTaken(sentence)
	is_taken = error.status is not None and 200 <= error.status < 300  # only what it says cannot be read
	is_answered = error.kind in (ErrorKind.SERVER, ErrorKind.QUEUED) and not is_taken
	return later(error) or Doubtful(sentence, is_answered)


def later(error: RespondioError) -> NotTaken | None:
	"""Return when to try again where nothing is sent for now, and have all others wait, too."""
	if error.kind == ErrorKind.RATE_LIMITED:
		seconds = error.retry_after if error.retry_after is not None else PAUSE_WITHOUT_HEADER
		RATE.pause(seconds)
		return NotTaken(sentence_of(error), max(seconds, 0.1))
	if error.kind == ErrorKind.AUTH:
		pausing.pause(error)
		return NotTaken(sentence_of(error), WHILE_PAUSED)
	return None


@contextmanager
def reading() -> Iterator[None]:
	"""Say what goes wrong while respond.io is asked, which changes nothing there."""
	try:
		yield
	except RespondioError as error:
		raise later(error) or NotTaken(sentence_of(error)) from error


RESPONDIO = Respondio(
	key=KEY,
	label="respond.io",
	channels=SENDABLE,
	free_text_hours={Channel.WHATSAPP: 24},
	can_be_asked=True,
)
