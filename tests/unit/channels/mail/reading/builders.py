"""Mails as bytes, and what they may never do once they were read."""

import base64
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from frappe_crm_app.channels.mail.reading import html_cleaning
from frappe_crm_app.records.mail.message import ReadMail

FROM = "From: Jo Doe <jo@example.com>"
DATE = "Date: Mon, 2 Mar 2026 10:00:00 +0100"
BOUNDARY = "=_b"


def lines(*those: str | bytes) -> bytes:
	"""Return lines as they travel."""
	return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in those) + b"\r\n"


def a_mail(*those: str | bytes, body: str | bytes = "Hello") -> bytes:
	"""Return a mail from Jo with further fields."""
	return lines(FROM, *those, "", body)


def a_text(body: str | bytes, kind: str = "text/plain", *fields: str) -> bytes:
	"""Return a part, or the rest of a mail, that is a text."""
	return lines(f"Content-Type: {kind}", *fields, "", body)


def html_mail(html: str | bytes, charset: str = "utf-8") -> bytes:
	return lines(FROM, f"Content-Type: text/html; charset={charset}", "", html)


def several(kind: str, *parts: bytes, boundary: str = BOUNDARY, end: str = "--") -> bytes:
	"""Return a part that is several; `kind` is `mixed`, `alternative` and the like, with further parameters if there are any."""
	between = b"".join(f"--{boundary}\r\n".encode() + part for part in parts)
	return lines(
		f'Content-Type: multipart/{kind}; boundary="{boundary}"', "", between.rstrip(b"\r\n")
	) + lines(f"--{boundary}{end}")


def mail_of(part: bytes, *fields: str | bytes) -> bytes:
	"""Return a mail from Jo whose body is that part."""
	return lines(FROM, *fields) + part


def a_file(name: str, content: bytes, kind: str = "application/pdf", *fields: str) -> bytes:
	encoded = base64.encodebytes(content).replace(b"\n", b"\r\n").rstrip()
	disposition = f'Content-Disposition: attachment; filename="{name}"'
	return lines(
		f"Content-Type: {kind}", disposition, "Content-Transfer-Encoding: base64", *fields, "", encoded
	)


def word(text: str, charset: str = "utf-8") -> str:
	"""Return an encoded word (RFC 2047)."""
	return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


COLOUR = re.compile(r"(?:rgb|hsl)a?\([0-9a-z., %/]*\)")
# What a style may not say: where to fetch something, what to run, and to be elsewhere.
LEAVING = re.compile(
	r"[(\\@]|/\*|(?:^|[;\s])(?:position|behavior|-moz-binding|transform|z-index|top|left)\s*:"
)


class Dangers(HTMLParser):
	"""Collects whatever in HTML runs, fetches, or leaves its frame, as a browser sees it."""

	def __init__(self) -> None:
		super().__init__()
		self.found: list[str] = []

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		if tag not in html_cleaning.TAGS:
			self.found.append(f"<{tag}>")
		given = {name: value or "" for name, value in attrs}
		self.found += [
			f"{tag} {name}={value}" for name, value in given.items() if is_dangerous(name, value.lower())
		]
		if "href" in given and (given.get("target"), given.get("rel")) != ("_blank", "noopener noreferrer"):
			self.found.append(f"a link that opens here: {given['href']}")

	handle_startendtag = handle_starttag

	def handle_comment(self, data: str) -> None:
		self.found.append(f"<!--{data}-->")

	def handle_decl(self, decl: str) -> None:
		self.found.append(f"<!{decl}>")


def is_dangerous(name: str, value: str) -> bool:
	if name == "href":
		return not value.startswith(("http://", "https://", "mailto:", "tel:"))
	if name == "style":
		return bool(LEAVING.search(COLOUR.sub("", value)))
	fetching = name in (
		"src",
		"srcset",
		"background",
		"poster",
		"data",
		"action",
		"formaction",
		"ping",
		"xlink:href",
		"srcdoc",
		"lowsrc",
		"dynsrc",
	)
	return fetching or name.startswith("on") or name in ("id", "class", "name")


def dangers(html: str) -> list[str]:
	parser = Dangers()
	parser.feed(html)
	parser.close()
	return parser.found


def texts_of(mail: ReadMail) -> Iterator[str]:
	"""Yield all texts of a mail that are stored."""
	yield from (
		mail.message_id,
		mail.in_reply_to,
		mail.subject,
		mail.text,
		mail.html,
		mail.snippet,
		mail.problem,
	)
	yield from mail.references
	yield from mail.headers.values()
	for address in (*([mail.sender] if mail.sender else []), *mail.to, *mail.cc, *mail.bcc, *mail.reply_to):
		yield from (address.email, address.name)
	for file in mail.attachments:
		yield from (file.name, file.content_type, file.content_id)


def unstorable(mail: ReadMail) -> list[str]:
	"""Return the texts of a mail that a database would refuse or show wrongly."""
	return [
		text
		for text in texts_of(mail)
		if (not text.isascii() and not is_encodable(text))
		or any(ord(letter) < 32 and letter not in "\n\t" for letter in text)
	]


def is_encodable(text: str) -> bool:
	try:
		text.encode()
	except UnicodeEncodeError:
		return False
	return True
