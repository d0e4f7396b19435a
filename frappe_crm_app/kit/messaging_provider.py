"""What a capability writes so that messages go out through a service (hook `crm_messaging_providers`). No frappe here.

Whether a person has a message is known only by what the service says. So a provider says of each failure what it knows: `Refused` and
`NotTaken` where the service surely has not taken the message, `Doubtful` where it may have.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import unique

from frappe_crm_app.kit.enums import StrEnum

PLACE = re.compile(r"{{\s*(\d+)\s*}}")


@unique
class Channel(StrEnum):
	"""By what people are written to."""

	SMS = "SMS"
	WHATSAPP = "WhatsApp"
	CHAT = "Chat"
	"""Any other one, of which only answers are logged."""


SENDABLE = (Channel.SMS, Channel.WHATSAPP)


@unique
class Delivery(StrEnum):
	"""How far a message that the service has taken has come."""

	SENT = "Sent"
	DELIVERED = "Delivered"
	READ = "Read"
	FAILED = "Failed"


@dataclass(frozen=True)
class Recipient:
	"""Who is written to; `contact` is the name of the CRM Contact, `phone` E.164."""

	contact: str
	phone: str
	first_name: str = ""
	last_name: str = ""
	email: str = ""


@dataclass(frozen=True)
class Outgoing:
	"""One message. `key` is unique and stays the same through all attempts: where a service takes such a key, give it.

	`text` is what the person reads; with `template`, the service is given that and the `parameters` instead. `begun_on` is when an
	earlier attempt began, in UTC, of which nobody knows whether it succeeded.
	"""

	key: str
	channel: Channel
	recipient: Recipient
	text: str
	provider_channel: str = ""
	template: str = ""
	language: str = ""
	parameters: tuple[str, ...] = ()
	begun_on: datetime | None = None


@dataclass(frozen=True)
class Known:
	"""What the service knows of a message. `reason` says why it failed, in its own words."""

	provider_id: str
	state: Delivery
	reason: str = ""


@dataclass(frozen=True)
class ProviderChannel:
	"""A number or account of ours at the service, from which messages go out. `id` is the service's own."""

	id: str
	channel: Channel
	label: str


@dataclass(frozen=True)
class Template:
	"""A text that the service has approved; `text` holds `{{1}}`, `{{2}}` … where the parameters come."""

	name: str
	language: str
	text: str
	parameters: int


def places_in(template: str) -> int:
	"""Return how many parameters the text of a template takes."""
	return max((int(number) for number in PLACE.findall(template)), default=0)


class ProviderProblem(Exception):
	"""Something went wrong at or on the way to the service; the message is a sentence that a salesperson understands."""


class Refused(ProviderProblem):
	"""The service does not take this message, and will not."""


class NotTaken(ProviderProblem):
	"""The service has surely not taken the message, but may take it later: after `seconds`, where it said so.

	With `seconds` it is not the message's fault, and not counted as a failed attempt.
	"""

	def __init__(self, sentence: str, seconds: float | None = None) -> None:
		super().__init__(sentence)
		self.seconds = seconds


class Doubtful(ProviderProblem):
	"""The service may have taken the message. `is_answered` where it answered that something went wrong there; else its answer was lost."""

	def __init__(self, sentence: str, is_answered: bool = False) -> None:
		super().__init__(sentence)
		self.is_answered = is_answered


@dataclass(frozen=True)
class MessagingProvider(ABC):
	"""A service through which messages go out. Its functions raise nothing but `ProviderProblem` for what the service does.

	`key`              its name in rows, for ever      `label` what people call it
	`channels`         what it can do, of SENDABLE
	`free_text_hours`  by channel, for how many hours after the person's last message a text without a template may be sent
	`per_second`       requests that all workers together may send it in a second; 0 where it limits itself
	`can_be_asked`     whether `find_sent` can tell anything
	`knows_all_sent`   whether a message that `find_sent` does not find was surely not sent, so that it may be sent again
	"""

	key: str
	label: object
	channels: tuple[Channel, ...]
	free_text_hours: Mapping[Channel, int]
	per_second: int = 0
	can_be_asked: bool = False
	knows_all_sent: bool = False

	@abstractmethod
	def problem(self) -> str:
		"""Return why nothing can be sent now (it is not set up, paused), in a sentence; `""` where it can."""

	@abstractmethod
	def get_channels(self) -> Sequence[ProviderChannel]:
		"""Return from where messages can be sent."""

	@abstractmethod
	def send(self, message: Outgoing, begin: Callable[[], None]) -> Known:
		"""Send it and return what the service says of it.

		`begin()` is called right before the request after which the person may have the message; what it raises is let through. Raises
		`Refused`, `NotTaken` or `Doubtful`.
		"""

	def get_templates(self, provider_channel: str) -> Sequence[Template]:
		"""Return the approved templates of a channel."""
		return ()

	def state_of(self, message: Outgoing, provider_id: str) -> Known | None:
		"""Return how far a message has come, `None` where the service does not say."""
		return None

	def find_sent(self, message: Outgoing) -> Known | None:
		"""Return the message where the service has taken it since `begun_on`, `None` where it does not know of it."""
		return None
