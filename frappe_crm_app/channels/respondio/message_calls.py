"""The calls of respond.io's API about messages, and what their answers say, read leniently. No frappe here.

By the vendor's own SDK; none of it was tried on an account.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from frappe_crm_app.channels.respondio.client import (
	ErrorKind,
	RespondioClient,
	RespondioError,
	as_number,
	encoded,
)
from frappe_crm_app.channels.respondio.payload import as_moment, message_text, part, text_of
from frappe_crm_app.channels.respondio.sources import channel_of
from frappe_crm_app.kit.messaging_provider import (
	SENDABLE,
	Delivery,
	Known,
	Outgoing,
	ProviderChannel,
	Template,
	places_in,
)

MOST_PAGES = 5
PAGE = 100
STATES = {
	"sent": Delivery.SENT,
	"delivered": Delivery.DELIVERED,
	"read": Delivery.READ,
	"failed": Delivery.FAILED,
}
ORDER = (Delivery.FAILED, Delivery.READ, Delivery.DELIVERED, Delivery.SENT)


@dataclass(frozen=True)
class Listed:
	"""A message of the list of a contact's messages; `moment` is in UTC, the earliest that its states tell."""

	id: str
	is_incoming: bool
	text: str
	template: str
	channel_id: str
	moment: datetime | None
	known: Known | None


def send(client: RespondioClient, identifier: str, message: Outgoing) -> str:
	"""Send a message to a contact, and return its id, `""` where the answer has none."""
	body = {"channelId": as_number(message.provider_channel), "message": content_of(message)}
	answer = client.call("POST", f"/contact/{encoded(identifier)}/message", body)
	return text_of(answer.get("messageId") or answer.get("id")) if isinstance(answer, Mapping) else ""


def content_of(message: Outgoing) -> dict:
	"""Return a message as the API takes it: an SMS is a text by an SMS channel."""
	if not message.template:
		return {"type": "text", "text": message.text}
	parameters = [{"type": "text", "text": each} for each in message.parameters]
	body = {"type": "body", "text": message.text, "parameters": parameters}
	template = {
		"name": message.template,
		"languageCode": message.language,
		"components": [body] if parameters else [],
	}
	return {"type": "whatsapp_template", "template": template}


def get(client: RespondioClient, identifier: str, message_id: str) -> Known | None:
	"""Return how far a message has come, `None` where the answer does not tell."""
	answer = client.call("GET", f"/contact/{encoded(identifier)}/message/{encoded_id(message_id)}")
	return known_of(answer) if isinstance(answer, Mapping) else None


def encoded_id(message_id: str) -> str:
	"""Return an id as it stands in a path."""
	return encoded(f"id:{message_id}").removeprefix("id:")


def listed(client: RespondioClient, identifier: str) -> Iterator[Listed]:
	"""Yield the messages of a contact, of some pages."""
	for item in items(client, f"/contact/{encoded(identifier)}/message/list"):
		content = part(item, "message")
		moments = [moment for state in states_of(item) if (moment := as_moment(state.get("timestamp")))]
		yield Listed(
			id=text_of(item.get("messageId") or item.get("id")),
			is_incoming=text_of(item.get("traffic")).lower() == "incoming",
			text=message_text(item),
			template=text_of(part(content, "template").get("name")),
			channel_id=text_of(item.get("channelId")),
			moment=min(moments, default=None),
			known=known_of(item),
		)


def known_of(item: Mapping) -> Known | None:
	"""Return how far a message has come; `None` while it is pending."""
	message_id = text_of(item.get("messageId") or item.get("id"))
	told = {}
	for state in states_of(item):
		word = text_of(state.get("value") or state.get("status")).lower()
		if word in STATES:
			told[STATES[word]] = text_of(state.get("message") or state.get("reason"), 500)
	state = next((each for each in ORDER if each in told), None)
	return Known(message_id, state, told[state]) if state else None


def states_of(item: Mapping) -> list[Mapping]:
	"""Return the states of a message, given as a list of objects, as one, or as a word."""
	states = item.get("status")
	if isinstance(states, str):
		return [{"value": states}]
	states = [states] if isinstance(states, Mapping) else states
	return [each for each in states if isinstance(each, Mapping)] if isinstance(states, list) else []


def channels(client: RespondioClient) -> list[ProviderChannel]:
	"""Return the channels of the workspace by which people can be written to."""
	found = []
	for item in items(client, "/space/channel"):
		channel, number = channel_of(text_of(item.get("source"))), text_of(item.get("id"))
		if channel in SENDABLE and number.isdecimal():  # the API takes numbers alone
			found.append(ProviderChannel(number, channel, text_of(item.get("name"))))
	return found


def templates(client: RespondioClient, channel_id: str) -> list[Template]:
	"""Return the approved templates of a channel that consist of a text."""
	found = []
	for item in items(client, f"/space/channel/{encoded_id(channel_id)}/template"):
		status = text_of(item.get("status")).lower()
		body = next((each for each in components(item) if text_of(each.get("type")).lower() == "body"), {})
		text = text_of(body.get("text"), 5000)
		name, language = text_of(item.get("name")), text_of(item.get("languageCode") or item.get("language"))
		if name and text and status in ("", "approved"):
			found.append(Template(name, language, text, places_in(text)))
	return found


def components(item: Mapping) -> list[Mapping]:
	"""Return the parts of a template."""
	listed = item.get("components")
	return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def items(client: RespondioClient, path: str) -> Iterator[Mapping]:
	"""Yield what a list holds, page by page."""
	cursor = ""
	for _page in range(MOST_PAGES):
		answer = client.call("GET", f"{path}?limit={PAGE}{cursor}")
		if not isinstance(answer, Mapping) or not isinstance(answer.get("items"), list):
			raise RespondioError(ErrorKind.SERVER, "The answer is no list.", 200)
		yield from (each for each in answer["items"] if isinstance(each, Mapping))
		following = text_of(part(answer, "pagination").get("next"), 2000)
		number = parse_qs(urlsplit(following).query).get("cursorId", [""])[0]
		if not number:
			return
		cursor = f"&cursorId={encoded_id(number)}"
