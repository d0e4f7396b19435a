"""A mail as bytes: headers, plain text beside HTML, pictures in the HTML, files. Pure: no Frappe.

The same letter gives the same mail each time, but for the boundaries between its parts, so that an attempt may be repeated.
"""

import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime

from frappe_crm_app.records.mail.message import Address, Attachment

MOST_REFERENCES = 20
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NO_FILE_NAME = re.compile(r"[\x00-\x1f\x7f/\\]")
OF_IDS = ("message-id", "in-reply-to", "references")
CONTENT_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,60}/[A-Za-z0-9!#$&^_.+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Letter:
	"""What is sent. `sent_on` is aware; IDs are without <>, `references` oldest first; `pictures` are shown by the HTML, by their `content_id`."""

	message_id: str
	sent_on: datetime
	sender: Address
	to: tuple[Address, ...]
	cc: tuple[Address, ...] = ()
	subject: str = ""
	text: str = ""
	html: str = ""
	in_reply_to: str = ""
	references: tuple[str, ...] = ()
	pictures: tuple[Attachment, ...] = ()
	files: tuple[Attachment, ...] = ()


class LetterPolicy(email.policy.EmailPolicy):
	"""Python's policy for mails, which would encode a Message-ID that is longer than a line: nobody knows it again then."""

	def _fold(self, name: str, value: object, *arguments: object, **options: object) -> str:
		if name.lower() in OF_IDS:
			return f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n"
		return super()._fold(name, value, *arguments, **options)


POLICY = LetterPolicy(linesep="\r\n", cte_type="7bit", raise_on_defect=True)


def build(letter: Letter) -> bytes:
	"""Return the mail. Raises `ValueError` for a header with a line break or another control character in it."""
	mail = EmailMessage(policy=POLICY)
	write_headers(mail, letter)
	mail.set_content(with_end(letter.text), charset="utf-8")
	if letter.html:
		mail.add_alternative(with_end(letter.html), subtype="html", charset="utf-8")
		of_html = mail.get_payload()[-1]
		for picture in letter.pictures:
			attach(of_html, picture, is_inline=True)
	for file in letter.files:
		attach(mail, file)
	return mail.as_bytes()


def write_headers(mail: EmailMessage, letter: Letter) -> None:
	"""Write the fields above a mail. Blind copies have none."""
	mail["From"] = named([letter.sender])
	if letter.to:
		mail["To"] = named(letter.to)
	if letter.cc:
		mail["Cc"] = named(letter.cc)
	mail["Subject"] = checked(letter.subject)
	mail["Date"] = format_datetime(letter.sent_on)
	mail["Message-ID"] = f"<{checked_id(letter.message_id)}>"
	if letter.in_reply_to:
		mail["In-Reply-To"] = f"<{checked_id(letter.in_reply_to)}>"
	if references := shortened(letter.references):
		mail["References"] = " ".join(f"<{checked_id(each)}>" for each in references)


def shortened(references: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the mail with which the thread began, and the last ones."""
	return (
		references
		if len(references) <= MOST_REFERENCES
		else (references[0], *references[1 - MOST_REFERENCES :])
	)


def named(people: list[Address] | tuple[Address, ...]) -> list[HeaderAddress]:
	"""Return people as a header holds them."""
	return [HeaderAddress(checked(each.name), addr_spec=checked(each.email)) for each in people]


def checked(text: str) -> str:
	"""Return a text that may stand in a header; raises `ValueError`."""
	if CONTROL.search(text):
		raise ValueError(text)
	return text


def checked_id(message_id: str) -> str:
	"""Return a Message-ID that may stand in a header; raises `ValueError`."""
	if not message_id.isascii() or any(mark in message_id for mark in "<> "):
		raise ValueError(message_id)
	return checked(message_id)


def attach(mail: EmailMessage, file: Attachment, is_inline: bool = False) -> None:
	"""Add a file; a picture goes beside the HTML that shows it."""
	kind = file.content_type if CONTENT_TYPE.fullmatch(file.content_type) else "application/octet-stream"
	maintype, subtype = kind.split("/")
	if maintype in ("message", "multipart"):  # a file like any other: no mail in the mail
		maintype, subtype = "application", "octet-stream"
	name = NO_FILE_NAME.sub("_", file.name)
	if is_inline:
		cid = f"<{checked_id(file.content_id)}>"
		mail.add_related(file.content, maintype, subtype, cid=cid, filename=name, disposition="inline")
	else:
		mail.add_attachment(file.content, maintype, subtype, filename=name)


def with_end(text: str) -> str:
	"""Return a text that ends with a line break, with line breaks of one kind."""
	return "\n".join(text.splitlines()) + "\n"
