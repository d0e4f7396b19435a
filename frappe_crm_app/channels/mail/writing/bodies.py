"""What was typed, and what it answers, as the HTML and the text of a mail. Pure: no Frappe.

What was typed is cleaned as what comes is (`reading/html_cleaning.py`): nothing that runs is sent, and nothing that tells us who opened
it. Stored HTML fetches nothing; in a mail that is sent, pictures stand again where they come from.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from frappe_crm_app.channels.mail.reading import html_cleaning, html_plain
from frappe_crm_app.records.mail.message import Attachment

DATA = re.compile(r"data:(image/(png|gif|jpe?g|webp|bmp));base64,(.*)", re.I | re.S)
KEPT_PICTURE = re.compile(r' data-cid="([^"]*)"')
REMOTE_PICTURE = re.compile(r' data-remote-src="')
BACKGROUND = re.compile(r' data-remote-background="[^"]*"')
SHOWN_PICTURE = re.compile(r' src="cid:([^"]*)"')
LONGEST = html_cleaning.LONGEST
TooMuch = html_cleaning.TooMuch


@dataclass(frozen=True, slots=True)
class Body:
	"""`html` as it is sent, `text` beside it, and the pictures that were in the HTML itself; `shown` are all `Content-ID`s that it shows."""

	html: str
	text: str
	pictures: tuple[Attachment, ...] = ()
	shown: frozenset[str] = frozenset()


def body_of(typed: str, quoted: str = "") -> Body:
	"""Return the body of a mail; `typed` and `quoted` are HTML. Raises `TooMuch` for what is too long or too deep to be cleaned."""
	pictures: dict[str, Attachment] = {}

	def keep(address: str) -> str:
		picture = picture_in(address)
		if not picture:
			return ""
		pictures[picture.content_id] = picture
		return picture.content_id

	cleaned = html_cleaning.clean(sendable(typed) + sendable(quoted), keep)
	html = sendable(cleaned.html)
	return Body(html, html_plain.render(html, has_links=True), tuple(pictures.values()), cleaned.shown)


def cleaned(typed: str) -> str:
	"""Return what was typed as it is stored and shown; raises `TooMuch`. Pictures that stand in it themselves are left out."""
	return html_cleaning.clean(sendable(typed)).html


def sendable(stored: str) -> str:
	"""Return stored HTML with pictures where they come from."""
	shown = KEPT_PICTURE.sub(r' src="cid:\1"', REMOTE_PICTURE.sub(' src="', stored))
	return BACKGROUND.sub("", shown)


def picture_in(address: str) -> Attachment | None:
	"""Return the picture that stands in an address (`data:image/png;base64,…`), named by its content; `None` where it cannot be read."""
	found = DATA.fullmatch(address)
	if not found:
		return None
	try:
		content = base64.b64decode(found[3], validate=True)
	except (binascii.Error, ValueError):
		return None
	digest = sha256(content).hexdigest()[:24]
	return Attachment(
		f"picture-{digest[:6]}.{found[2].lower()}", found[1].lower(), content, f"{digest}@picture", True
	)


def html_of_text(text: str) -> str:
	"""Return a plain text as HTML."""
	return escape(text).replace("\n", "<br>")


def quoted(introduction: str, html: str) -> str:
	"""Return what is answered, below a line of ours that says whose it is."""
	style = "margin:0 0 0 0.8ex;border-left:1px solid #ccc;padding-left:1ex"
	return f'<br><div>{escape(introduction)}</div><blockquote style="{style}">{html}</blockquote>'


def forwarded(headers: list[tuple[str, str]], html: str) -> str:
	"""Return what is forwarded, below what it says of itself: `[(label, value)]`."""
	lines = "".join(f"{escape(label)}: {escape(value)}<br>" for label, value in headers if value)
	return f"<br><div>----------<br>{lines}</div><br>{html}"
