"""A calendar among the alternatives of a mail, beside its text and its HTML, so that mail programs show their buttons (pure).

Frappe makes the mail; as an attachment, a calendar is a file to most programs. The part is put into the mail's text, which Frappe goes on
filling in as it sends it.
"""

import base64
from email import message_from_string
from email.message import Message


class NoAlternatives(ValueError):
	"""The mail has no alternatives to add one to."""


def with_calendar(mail: str, calendar: bytes, method: str) -> str:
	"""Return a mail with a calendar as the last of its alternatives; raises `NoAlternatives`."""
	boundary = boundary_of(message_from_string(mail))
	newline = "\r\n" if "\r\n" in mail else "\n"
	end = f"{newline}--{boundary}--"
	if not boundary or mail.count(end) != 1:
		raise NoAlternatives(boundary or "")
	lines = (
		f"--{boundary}",
		f'Content-Type: text/calendar; charset="utf-8"; method={method}; component=VEVENT',
		"MIME-Version: 1.0",
		"Content-Transfer-Encoding: base64",
		"",
		*base64.encodebytes(calendar).decode().split(),
	)
	return mail.replace(end, newline + newline.join(lines) + end)


def boundary_of(mail: Message) -> str | None:
	"""Return what separates the alternatives."""
	found = next((part for part in mail.walk() if part.get_content_type() == "multipart/alternative"), None)
	return found.get_boundary() if found else None
