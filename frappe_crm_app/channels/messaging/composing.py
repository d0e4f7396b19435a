"""Reads what somebody wants to send, and refuses in a sentence what cannot be sent."""

from typing import NoReturn

import frappe
from frappe import _

from frappe_crm_app.channels.messaging import offering, window
from frappe_crm_app.channels.messaging.owing import Owed
from frappe_crm_app.channels.messaging.providers import provider_of
from frappe_crm_app.channels.messaging.rights import refuse_other_channels
from frappe_crm_app.channels.messaging.texts import filled
from frappe_crm_app.kit.exceptions import MessageError
from frappe_crm_app.kit.messaging_provider import MessagingProvider, ProviderProblem, Template
from frappe_crm_app.kit.outbox.outcomes import MustWait
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.sentences import sentence_in

LONGEST_TEXT = {"SMS": 1530, "WhatsApp": 4096}  # characters; ten parts of an SMS
LONGEST_PARAMETER, MOST_PARAMETERS = 1024, 30


def compose(
	contact: str,
	channel: str,
	text: str,
	*,
	provider: str = "",
	provider_channel: str = "",
	template: str = "",
	language: str = "",
	parameters: object = None,
	address: str = "",
) -> Owed:
	"""Return what is to be owed; raises `MessageError`."""
	refuse_other_channels(channel)
	service = provider_of(provider)
	if problem := service.problem():
		refuse(problem)
	if channel not in service.channels:
		refuse(_("{0} does not send by {1}.").format(service.label, _(channel)))
	number = of_ours(service, channel, provider_channel)
	own = of_template(service, number, template, language, parameters) if template else {}
	return Owed(
		contact=contact,
		channel=channel,
		provider=service.key,
		provider_channel=number,
		address=address_of(contact, address),
		**(own or {"text": free_text(contact, channel, text, service)}),
	)


def refuse(sentence: str) -> NoReturn:
	"""Raise `MessageError`."""
	frappe.throw(sentence, MessageError, title=_("Message"))


def of_ours(service: MessagingProvider, channel: str, provider_channel: str) -> str:
	"""Return the number of ours that it is sent from: the one given, else the only one."""
	own = [each.id for each in asked(lambda: offering.channels_at(service)) if each.channel == channel]
	if not provider_channel and len(own) == 1:
		return own[0]
	if provider_channel not in own:
		refuse(_("Choose from which number it is sent."))
	return provider_channel


def address_of(contact: str, address: str) -> str:
	"""Return the number that it goes to: one of the contact's."""
	phones = offering.phones_of(contact)
	if not phones:
		refuse(_("This contact has no phone number."))
	if address and address not in phones:
		refuse(_("This is no phone number of the contact."))
	return address or phones[0]


def free_text(contact: str, channel: str, text: str, service: MessagingProvider) -> str:
	"""Return the text that somebody has written."""
	text = clean(text).strip()
	if not text:
		refuse(_("Write a text."))
	if len(text) > LONGEST_TEXT[channel]:
		refuse(_("Write at most {0} characters.").format(LONGEST_TEXT[channel]))
	if not window.is_open(contact, channel, service):
		refuse(window.closed_sentence(service, channel))
	return text


def of_template(
	service: MessagingProvider, provider_channel: str, name: str, language: str, parameters: object
) -> dict:
	"""Return what a message by an approved template consists of, its text as the person reads it among that."""
	template = found_template(service, provider_channel, name, language)
	given = read_json(parameters) if parameters else []
	if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
		refuse(_("The template's parameters are a list of texts."))
	values = tuple(" ".join(clean(each).split()) for each in given)
	if len(values) != template.parameters or not all(values):
		refuse(_("This template takes {0} parameters, none of them empty.").format(template.parameters))
	if any(len(each) > LONGEST_PARAMETER for each in values):
		refuse(_("Write at most {0} characters.").format(LONGEST_PARAMETER))
	return {
		"text": filled(template.text, values),
		"template": template.name,
		"language": template.language,
		"parameters": values,
	}


def found_template(service: MessagingProvider, provider_channel: str, name: str, language: str) -> Template:
	"""Return an approved template by its name, and its language where it has several."""
	known = [
		each
		for each in asked(lambda: offering.templates_at(service, provider_channel))
		if each.name == name and (not language or each.language == language)
	]
	if not known:
		refuse(_("There is no approved template of this name."))
	return known[0]


def asked(ask: object) -> list:
	"""Return what a service says; raises `MessageError` where it cannot be asked."""
	try:
		return ask()
	except (ProviderProblem, MustWait) as error:
		refuse(_("The messaging provider cannot be asked now: {0}").format(sentence_in(error)))


def clean(text: object) -> str:
	"""Return a text without what no message holds: characters that are not printed, but for line breaks."""
	if not isinstance(text, str):
		return ""
	return "".join(
		each
		for each in text.replace("\r\n", "\n")
		if each == "\n" or each == "\t" or each.isprintable() or each == "\u200d"
	)
