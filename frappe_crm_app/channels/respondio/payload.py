"""What the body of a webhook says, read leniently: sources differ about names, and fields may be missing. No frappe here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from frappe_crm_app.kit.enums import StrEnum

LONGEST_TEXT = 5000
MILLISECONDS = 10**11  # a number above this counts milliseconds
MOMENT_NAMES = ("timestamp", "createdAt", "created_at", "openedTime", "closedTime", "time")


class EventType(StrEnum):
	"""The events that become notes; others are none of ours."""

	RECEIVED = "message.received"
	SENT = "message.sent"
	ASSIGNEE = "contact.assignee.updated"
	LIFECYCLE = "contact.lifecycle.updated"
	OPENED = "conversation.opened"
	CLOSED = "conversation.closed"


@dataclass(frozen=True)
class Sender:
	"""The contact of an event, as respond.io knows it; what is not told is empty."""

	id: str
	first_name: str
	last_name: str
	email: str
	phone: str


@dataclass(frozen=True)
class Event:
	"""An event. `moment` is in UTC, `None` where it is not told; `detail` what it is about: a text, a stage, a name."""

	type: str
	sender: Sender
	moment: datetime | None
	channel: str
	source: str
	detail: str
	assignee: tuple[str, str]
	message_id: str = ""
	channel_id: str = ""


def read_event(body: Mapping) -> Event:
	"""Return the event that a body describes; what cannot be read is empty."""
	kind = text_of(body.get("event_type"))
	conversation, message = part(body, "conversation"), part(body, "message")
	assignee = assignee_in(body)
	return Event(
		type=kind,
		sender=read_sender(part(body, "contact")),
		moment=read_moment(message, conversation, body),
		channel=text_of(
			part(body, "channel").get("source") or part(message, "channel").get("source")
		).lower(),
		source=text_of(conversation.get("source")).lower(),
		detail=detail_of(kind, body, conversation, message, assignee),
		assignee=(text_of(assignee.get("id")), text_of(assignee.get("email"))),
		message_id=text_of(message.get("messageId") or message.get("id")),
		channel_id=text_of(part(body, "channel").get("id") or message.get("channelId")),
	)


def part(body: Mapping, name: str) -> Mapping:
	"""Return an object within the body, an empty one where there is none."""
	value = body.get(name)
	return value if isinstance(value, Mapping) else {}


def text_of(value: object, longest: int = 140) -> str:
	"""Return a text or number as text, `""` for anything else. Nothing that a database refuses is left in it."""
	if isinstance(value, bool) or not isinstance(value, str | int | float):
		return ""
	clean = "".join(character for character in str(value) if character == "\n" or character.isprintable())
	return clean.encode(errors="ignore").decode()[:longest].strip()


def read_sender(contact: Mapping) -> Sender:
	return Sender(
		id=text_of(contact.get("id")),
		first_name=text_of(contact.get("firstName")),
		last_name=text_of(contact.get("lastName")),
		email=text_of(contact.get("email")),
		phone=text_of(contact.get("phone")),
	)


def assignee_in(body: Mapping) -> Mapping:
	"""Return the assignee, wherever the body has it."""
	for place in (body, part(body, "contact"), part(body, "conversation")):
		if isinstance(place.get("assignee"), Mapping):
			return place["assignee"]
	return {}


def detail_of(kind: str, body: Mapping, conversation: Mapping, message: Mapping, assignee: Mapping) -> str:
	"""Return what the event is about."""
	if kind in (EventType.RECEIVED, EventType.SENT):
		return message_text(message)
	if kind == EventType.LIFECYCLE:
		stage = body.get("lifecycle")
		return text_of(stage.get("name") if isinstance(stage, Mapping) else stage)
	if kind == EventType.ASSIGNEE:
		names = (text_of(assignee.get("firstName")), text_of(assignee.get("lastName")))
		return " ".join(filter(None, names)) or text_of(assignee.get("email"))
	if kind == EventType.CLOSED:
		parts = (conversation.get("category"), conversation.get("summary"))
		return "\n".join(filter(None, (text_of(one, LONGEST_TEXT) for one in parts)))
	return ""


def message_text(message: Mapping) -> str:
	"""Return the text of a message; what has none (a picture, a sticker) is named by its type."""
	content = part(message, "message") or message
	for name in ("text", "subject", "title"):
		text = text_of(content.get(name), LONGEST_TEXT)
		if text:
			return text
	kind = text_of(part(content, "attachment").get("type")) or text_of(content.get("type"))
	return f"[{kind}]" if kind else ""


def read_moment(*places: Mapping) -> datetime | None:
	"""Return when it happened, from the first of these objects that says so."""
	for place in places:
		for name in MOMENT_NAMES:
			moment = as_moment(place.get(name))
			if moment:
				return moment
	return None


def as_moment(value: object) -> datetime | None:
	"""Return the moment that seconds, milliseconds or an ISO text mean."""
	try:
		if isinstance(value, str) and not value.isdecimal():
			moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
			return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
		seconds = float(value)
		return datetime.fromtimestamp(seconds / 1000 if seconds > MILLISECONDS else seconds, timezone.utc)
	except (TypeError, ValueError, OverflowError, OSError):
		return None
