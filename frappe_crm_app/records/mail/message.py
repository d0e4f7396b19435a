"""What one mail says, as it was read from its bytes (`channels/mail/reading`) and before it is stored. Pure: no Frappe.

All texts are without NUL, other control characters (but line breaks and tabs in bodies) and lone surrogates, so that every database takes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
	"""Somebody who is named in a mail.

	`email` is normalised as the emails of contacts are. It is empty where what was written is none that a contact could have: `name`
	has all of it then.
	"""

	email: str
	name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
	"""A file in a mail. `name` is never empty and no path; `content_id` is without <>; `is_inline` says that the HTML shows it."""

	name: str
	content_type: str
	content: bytes
	content_id: str = ""
	is_inline: bool = False


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
	"""Whom a mail did not reach.

	`status` is that of RFC 3463 (`5.1.1`) or empty; `is_permanent` says that the address is at fault and will not work next time
	either, so not that a mailbox is full or a filter was against it; `reason` is what the server said, at most 1,000 characters.
	"""

	email: str
	status: str = ""
	is_permanent: bool = False
	reason: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
	"""The report that a mail did not arrive, of at least one recipient. Anybody can write one: it is to be believed only of a mail of ours.

	`original_message_id` is that of the mail that did not arrive, without <>, empty where the report does not say it.
	"""

	recipients: tuple[BouncedRecipient, ...]
	original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
	"""The report that somebody called a mail spam (RFC 5965). Anybody can write one: it is to be believed only of a mail of ours.

	`kind` is its feedback type (`abuse`); `original_message_id` is without <>, empty where the report does not say it; `tokens` are what in the
	returned mail looks like a token of 24 hexadecimal digits.
	"""

	kind: str = ""
	original_message_id: str = ""
	recipients: tuple[str, ...] = ()
	tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadMail:
	"""A mail as its sender wrote it.

	`identity` is the same for one mail in two mailboxes, and another one for another mail (SHA-256, hexadecimal).
	`message_id`, `in_reply_to` and `references` (oldest first) are without <>.
	`sent_on` is aware, in UTC. `sender` is None where nobody is named. `bcc` is rarely there: on what somebody sent.
	`html` is empty where there is none, or it could not be made harmless: `text` says all then. In it stand, instead of what would be
	fetched from elsewhere, `data-remote-src` (of images) and `data-remote-background` (of any element), both with an absolute http(s)
	address, and `data-cid` with the `content_id` of the attachment that an image is. `has_remote_images` says that there is one of the former.
	`snippet` is the beginning, at most 200 characters, of what was newly written.
	`is_automatic`: no human wrote it to us, so nothing automatic may answer it. `headers` are those worth keeping, by their usual names; one that
	is there several times has a line for each, the topmost first.
	`is_readable` is False where the bytes are no mail: they are to be kept. `problem` is one English sentence (or none) about what is missing
	from a mail, also from a readable one.
	"""

	identity: str
	message_id: str = ""
	in_reply_to: str = ""
	references: tuple[str, ...] = ()
	sent_on: datetime | None = None
	sender: Address | None = None
	to: tuple[Address, ...] = ()
	cc: tuple[Address, ...] = ()
	bcc: tuple[Address, ...] = ()
	reply_to: tuple[Address, ...] = ()
	subject: str = ""
	text: str = ""
	html: str = ""
	snippet: str = ""
	has_remote_images: bool = False
	attachments: tuple[Attachment, ...] = ()
	is_automatic: bool = False
	headers: Mapping[str, str] = field(default_factory=dict)
	bounce: Bounce | None = None
	complaint: Complaint | None = None
	is_readable: bool = True
	problem: str = ""
