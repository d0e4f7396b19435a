"""A request to another system: JSON of the record or of one's own, or a text in the shape that Slack or Teams takes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import unique
from urllib.parse import urlsplit

from frappe import _, _lt

from frappe_crm_app.automation.workflow_rules.texts import filled, read_template, value_in
from frappe_crm_app.kit.domain_events.changes import plain
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import problem_with_host
from frappe_crm_app.kit.outgoing.allowed import allowed_networks
from frappe_crm_app.kit.sentences import without_markup
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
MOST_PARTS, DEEPEST = 200, 10  # of a body of one's own


@unique
class Shape(StrEnum):
	"""What the other side takes."""

	RECORD = "record"
	OWN = "own"
	SLACK = "slack"
	TEAMS = "teams"


@dataclass(frozen=True)
class Webhook:
	"""Where to, and in which shape; `text` is what is said to people, `body` the JSON of one's own, with places in its texts."""

	url: str
	shape: Shape
	text: str
	body: object


def read(given: dict, reading: Reading) -> Webhook:
	"""Return what is to be called."""
	refuse_unknown_keys(given, ("url", "shape", "text", "body"), LABEL)
	shape = given.get("shape", Shape.RECORD)
	if shape not in set(map(str, Shape)):
		refuse(_("Choose what a webhook is to send."))
	text = read_template(given.get("text"), reading, _("Text"), is_needed=shape in (Shape.SLACK, Shape.TEAMS))
	body = read_body(given.get("body"), reading) if shape == Shape.OWN else None
	return Webhook(read_url(given.get("url")), Shape(shape), text, body)


def read_body(body: object, reading: Reading) -> object:
	"""Return a body of one's own, which names only fields that there are; raises `RuleError`."""
	if not isinstance(body, dict | list) or not body:
		refuse(_("Write what a webhook is to send, as JSON."))
	parts = list(parts_of(body))
	if len(parts) > MOST_PARTS:
		refuse(_("A webhook sends at most {0} values.").format(MOST_PARTS))
	for part in parts:
		if isinstance(part, str) and part:
			read_template(part, reading, _("Body"), is_needed=False)
	return body


def parts_of(body: object, depth: int = 1) -> Iterator[object]:
	"""Yield the values in some JSON, the names of its fields apart; raises `RuleError` where they stand too deep."""
	if depth > DEEPEST:
		refuse(_("What a webhook sends stands in each other at most {0} deep.").format(DEEPEST))
	if not isinstance(body, dict | list):
		yield body
		return
	for inner in body.values() if isinstance(body, dict) else body:
		yield from parts_of(inner, depth + 1)


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
	return Owes({"url": webhook.url, "body": body}, to_be_sent(webhook.url))


def to_be_sent(url: str) -> str:
	"""Return what a step says of a request that it owes."""
	return about_host(_("To be sent to {0}."), url)


def sent(url: str) -> str:
	"""Return what it says once the request was taken."""
	return about_host(_("Sent to {0}."), url)


def not_sent(url: str) -> str:
	"""Return what it says where the request was given up."""
	return about_host(_("Not taken by {0}."), url)


def about_host(sentence: str, url: str) -> str:
	"""Return a sentence about the other side, of whose address no more is told: the rest may be a secret."""
	return without_markup(sentence.format(urlsplit(url).hostname))


def body_of_record(context: Context, _webhook: Webhook) -> str:
	"""Return the record as JSON."""
	doc = context.doc()
	doc.apply_fieldlevel_read_permissions()
	record = plain(doc.as_dict(no_private_properties=True))
	return json.dumps(
		{"doctype": context.doctype, "name": context.name, "run": context.run, "record": record}
	)


def body_of_own(context: Context, webhook: Webhook) -> str:
	"""Return the JSON of one's own, with what the record holds in its places."""
	return json.dumps(with_values(webhook.body, context))


def with_values(body: object, context: Context) -> object:
	"""Return some JSON with its texts filled."""
	if isinstance(body, dict):
		return {name: with_values(inner, context) for name, inner in body.items()}
	if isinstance(body, list):
		return [with_values(inner, context) for inner in body]
	return value_in(body, context) if isinstance(body, str) else body


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
	Shape.OWN: body_of_own,
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
			(Shape.OWN, _lt("JSON of one's own")),
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
	Input(
		"body",
		_lt("Body"),
		InputKind.JSON,
		is_needed=True,
		hint=_lt("In its texts, fields of the record may stand."),
		shown_if={"shape": (Shape.OWN,)},
	),
)
WEBHOOK = StepType("webhook", LABEL, read, run, is_outside=True, inputs=INPUTS)
