"""A request to another system: JSON of the record, or a text in the shape that Slack or Teams takes."""

import json
from dataclasses import dataclass
from enum import unique
from urllib.parse import urlsplit

from frappe import _, _lt

from frappe_crm_app.automation.workflow_rules.texts import filled, read_template
from frappe_crm_app.kit.domain_events.changes import plain
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import problem_with_host
from frappe_crm_app.kit.outgoing.allowed import allowed_networks
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Owes,
	Reading,
	StepType,
	refuse,
	refuse_unknown_keys,
)

LABEL = _lt("Call a webhook")
LONGEST_URL = 2000


@unique
class Shape(StrEnum):
	"""What the other side takes."""

	RECORD = "record"
	SLACK = "slack"
	TEAMS = "teams"


@dataclass(frozen=True)
class Webhook:
	"""Where to, and in which shape; `text` is what is said where it is not the record."""

	url: str
	shape: Shape
	text: str


def read(given: dict, reading: Reading) -> Webhook:
	"""Return what is to be called."""
	refuse_unknown_keys(given, ("url", "shape", "text"), LABEL)
	shape = given.get("shape", Shape.RECORD)
	if shape not in set(map(str, Shape)):
		refuse(_("Choose what a webhook is to send."))
	text = read_template(given.get("text"), reading, _("Text"), is_needed=shape != Shape.RECORD)
	return Webhook(read_url(given.get("url")), Shape(shape), text)


def read_url(url: object) -> str:
	"""Return an address that may be called, as far as its spelling shows."""
	try:
		parts = urlsplit(url) if isinstance(url, str) and len(url) <= LONGEST_URL else None
		is_readable = (
			parts and parts.scheme in ("https", "http") and (parts.port or True) and not parts.username
		)
	except ValueError:
		is_readable = False
	if not is_readable or not url.isprintable() or " " in url:
		refuse(_("A webhook's address begins with https:// and has no name or password in it."))
	if problem := problem_with_host(parts.hostname, allowed_networks()):
		refuse(_("This address is not allowed: {0}.").format(_(problem)))
	return url


def run(context: Context, webhook: Webhook) -> Owes:
	"""Owe the request, with what the record holds now, of which the rule's owner may read all."""
	body = BODIES[webhook.shape](context, webhook)
	return Owes({"url": webhook.url, "body": body}, _("Sent to {0}.").format(urlsplit(webhook.url).hostname))


def body_of_record(context: Context, _webhook: Webhook) -> str:
	"""Return the record as JSON."""
	doc = context.doc()
	doc.apply_fieldlevel_read_permissions()
	record = plain(doc.as_dict(no_private_properties=True))
	return json.dumps(
		{"doctype": context.doctype, "name": context.name, "run": context.run, "record": record}
	)


def body_of_slack(context: Context, webhook: Webhook) -> str:
	"""Return a message for an incoming webhook of Slack."""
	return json.dumps({"text": filled(webhook.text, context)})


def body_of_teams(context: Context, webhook: Webhook) -> str:
	"""Return a message for a workflow of Teams: an Adaptive Card with one text."""
	block = {"type": "TextBlock", "text": filled(webhook.text, context), "wrap": True}
	content = {"type": "AdaptiveCard", "version": "1.4", "body": [block]}
	card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
	return json.dumps({"type": "message", "attachments": [card]})


BODIES = {
	Shape.RECORD: body_of_record,
	Shape.SLACK: body_of_slack,
	Shape.TEAMS: body_of_teams,
}
INPUTS = (
	Input("url", _lt("Address"), InputKind.TEXT, is_needed=True, hint=_lt("Begins with https://")),
	Input(
		"shape",
		_lt("What is sent"),
		InputKind.CHOICE,
		(
			(Shape.RECORD, _lt("The record, as JSON")),
			(Shape.SLACK, _lt("A message for Slack")),
			(Shape.TEAMS, _lt("A message for Teams")),
		),
		default=str(Shape.RECORD),
	),
	Input(
		"text",
		_lt("Text"),
		InputKind.LONG_TEXT,
		is_needed=True,
		takes_fields=True,
		shown_if={"shape": (Shape.SLACK, Shape.TEAMS)},
	),
)
WEBHOOK = StepType("webhook", LABEL, read, run, is_outside=True, inputs=INPUTS)
