"""A step of workflow rules: a message to the contact that the record is or leads to (hook `crm_workflow_steps`).

In its texts, `{{ first_name }}` and the like stand for what the contact holds. Who wants no messages by the channel gets none: nobody
is there to be told.
"""

import re
from dataclasses import dataclass

import frappe
from frappe import _, _lt

from frappe_crm_app.channels.messaging.composing import LONGEST_TEXT, compose
from frappe_crm_app.channels.messaging.consent import is_withdrawn
from frappe_crm_app.channels.messaging.owing import owe_many
from frappe_crm_app.channels.messaging.providers import all_providers
from frappe_crm_app.channels.messaging.rights import may_send
from frappe_crm_app.kit.messaging_provider import SENDABLE, Channel
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import Context, Done, Reading, StepType, refuse, refuse_unknown_keys
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Send a message")
KEYS = ("channel", "provider_channel", "text", "template", "language", "parameters")
FIELDS = ("first_name", "last_name", "full_name", "job_title", "company_name")
PLACE = re.compile(r"{{\s*(\w+)\s*}}")


@dataclass(frozen=True)
class Wanted:
	"""What is sent: a text, or a template with its parameters, from a number of ours (the only one where none is named)."""

	channel: Channel
	provider_channel: str
	text: str
	template: str
	language: str
	parameters: tuple[str, ...]


def read(given: dict, reading: Reading) -> Wanted:
	"""Return what is to be sent; raises `RuleError`."""
	refuse_unknown_keys(given, KEYS, LABEL)
	if not link_of(reading.record_type):
		refuse(_("A {0} leads to no {1}.").format(label_of(reading.record_type), label_of(CONTACT)))
	if given.get("channel") not in SENDABLE:
		refuse(_("Choose one of these channels: {0}.").format(", ".join(SENDABLE)))
	words = {key: given.get(key) or "" for key in KEYS}
	if not all(isinstance(value, str) for value in words.values()):
		refuse(_("A step “{0}” consists of texts.").format(str(LABEL)))
	channel = Channel(given["channel"])
	if bool(words["text"].strip()) == bool(words["template"]):
		refuse(_("Write a text, or choose a template."))
	if len(words["text"]) > LONGEST_TEXT[channel]:
		refuse(_("Write at most {0} characters.").format(LONGEST_TEXT[channel]))
	for path in PLACE.findall(words["text"] + words["parameters"]):
		if path not in FIELDS:
			refuse(_("A message may name these fields: {0}.").format(", ".join(FIELDS)))
	lines = tuple(line.strip() for line in words["parameters"].splitlines() if line.strip())
	return Wanted(
		channel, words["provider_channel"], words["text"], words["template"], words["language"], lines
	)


def run(context: Context, wanted: Wanted) -> Done:
	"""Owe the message, as the rule's owner."""
	contact = contact_of(*context.record)
	if not contact:
		return Done(_("There is nobody to write to."))
	about = (CONTACT, contact)
	if not may_send(contact):
		return Done(_("The rule's owner may not write to the contact."), about)
	if is_withdrawn(contact, wanted.channel):
		return Done(_("The contact wants no such messages."), about)
	values = frappe.db.get_value(CONTACT, contact, FIELDS, as_dict=True)
	owed = compose(
		contact,
		wanted.channel,
		filled(wanted.text, values),
		provider=provider_for(wanted.channel),
		provider_channel=wanted.provider_channel,
		template=wanted.template,
		language=wanted.language,
		parameters=[filled(each, values) for each in wanted.parameters],
	)
	owe_many([owed])
	return Done(_("A message is on its way."), about)


def provider_for(channel: Channel) -> str:
	"""Return the service that sends by a channel: the first that is set up."""
	found = [each for each in all_providers().values() if channel in each.channels]
	ready = [each for each in found if not each.problem()]
	return next((each.key for each in (*ready, *found)), "")


def filled(text: str, values: dict) -> str:
	"""Return a text with what the contact holds."""
	return PLACE.sub(lambda found: str(values.get(found[1]) or ""), text)


def contact_of(doctype: str, name: str) -> str | None:
	"""Return the contact that a record is, or to which it leads."""
	return name if doctype == CONTACT else frappe.db.get_value(doctype, name, link_of(doctype))


def link_of(doctype: str) -> str | None:
	"""Return the field by which records lead to a contact."""
	if doctype == CONTACT:
		return "name"
	if doctype == CUSTOMER:
		return "primary_contact"
	return "contact" if frappe.get_meta(doctype).has_field("contact") else None


BY_TEMPLATE = {"channel": (str(Channel.WHATSAPP),)}
INPUTS = (
	Input(
		"channel",
		_lt("Channel"),
		InputKind.CHOICE,
		tuple((str(each), _lt(str(each))) for each in SENDABLE),
		is_needed=True,
		default=str(Channel.SMS),
	),
	Input(
		"text",
		_lt("Text"),
		InputKind.LONG_TEXT,
		hint=_lt("{{ first_name }} stands for the contact's first name."),
	),
	Input("template", _lt("Template"), InputKind.TEXT, hint=_lt("Instead of a text."), shown_if=BY_TEMPLATE),
	Input("language", _lt("Language"), InputKind.TEXT, shown_if=BY_TEMPLATE),
	Input("parameters", _lt("Parameters, one a line"), InputKind.LONG_TEXT, shown_if=BY_TEMPLATE),
	Input(
		"provider_channel",
		_lt("From which number"),
		InputKind.TEXT,
		hint=_lt("The provider's ID of it. Needed where there are several."),
	),
)
MESSAGE_STEP = StepType(
	"message", LABEL, read, run, inputs=INPUTS, is_for=lambda record_type: bool(link_of(record_type))
)
