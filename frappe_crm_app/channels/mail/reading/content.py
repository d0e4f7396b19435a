"""What a mail says, as text and as harmless HTML, and the files that come with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from frappe_crm_app.channels.mail.reading import calendar, html_cleaning, html_plain
from frappe_crm_app.channels.mail.reading.attachments import attachment_of, file_of_winmail, shown_inline
from frappe_crm_app.channels.mail.reading.bodies import HTML, Bodies, bodies_of
from frappe_crm_app.channels.mail.reading.flowed import unflow
from frappe_crm_app.channels.mail.reading.inline_pictures import InlinePictures
from frappe_crm_app.channels.mail.reading.parts import Part
from frappe_crm_app.channels.mail.reading.problems import BROKEN_WINMAIL, ENCRYPTED, TOO_LONG, TOO_MUCH_HTML
from frappe_crm_app.channels.mail.reading.winmail import CONTENT_TYPES as WINMAIL
from frappe_crm_app.channels.mail.reading.winmail import Opened, open_winmail
from frappe_crm_app.records.mail.message import Attachment

LONGEST = 2_000_000  # characters of all texts of a mail that are shown
CALENDARS = frozenset(("text/calendar", "application/ics"))
OPAQUE = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"))
ANY_TAG = re.compile(r"<[^>]*>")


@dataclass(slots=True)
class Content:
	"""What a mail says: in `text` in any case, in `html` if it has any and that is harmless; `problem` is the first, if any."""

	text: str
	html: str
	has_remote_images: bool
	attachments: tuple[Attachment, ...]
	problem: str


def content_of(mail: Part) -> Content:
	return Reading(bodies_of(mail)).content()


@dataclass(slots=True)
class Source:
	"""A text of a mail, and whether it is HTML."""

	text: str
	is_html: bool


@dataclass(slots=True)
class Reading:
	"""One mail while it is being read."""

	bodies: Bodies
	attachments: list[Attachment] = field(default_factory=list)
	problems: list[str] = field(default_factory=list)
	hidden: list[Opened] = field(default_factory=list)
	pictures: InlinePictures = field(default_factory=InlinePictures)
	shown: frozenset[str] = frozenset()
	has_remote_images: bool = False

	def content(self) -> Content:
		sources = self.sources()
		for part in self.bodies.files:
			self.take_file(part)
		events = self.events()
		html = self.html([sources[part] for part in self.bodies.html], events)
		text = self.text([sources[part] for part in self.bodies.plain], html, events)
		self.take_what_is_no_text(text, html)
		attachments = shown_inline([*self.attachments, *self.pictures.attachments], self.shown)
		return Content(text, html, self.has_remote_images, tuple(attachments), next(iter(self.problems), ""))

	def sources(self) -> dict[Part, Source]:
		"""Return the texts of all bodies within the bounds; what is cut is an attachment, too."""
		left, found = LONGEST, {}
		for part in dict.fromkeys((*self.bodies.plain, *self.bodies.html)):
			found[part] = Source(written(part)[:left], part.content_type == HTML)
			if len(part.text) > left:
				self.problems.append(TOO_LONG)
				self.attachments.append(attachment_of(part))
			left = max(0, left - len(part.text))
		return found

	def take_file(self, part: Part) -> None:
		"""Keep a file; of a winmail.dat what is in it, and itself unless all of it could be read."""
		if part.content_type in WINMAIL or part.written_name.lower() == "winmail.dat":
			opened = open_winmail(part.content)
			self.hidden.append(opened)
			self.attachments += [file_of_winmail(file) for file in opened.files]
			if opened.is_whole:
				return
			self.problems.append(BROKEN_WINMAIL)
		self.attachments.append(attachment_of(part))

	def events(self) -> str:
		"""Return what the calendars among the files say, each once."""
		calendars = (part.text for part in self.bodies.files if part.content_type in CALENDARS)
		return "\n\n".join(filter(None, dict.fromkeys(map(calendar.describe, calendars))))

	def html(self, sources: list[Source], events: str) -> str:
		"""Return the HTML, made harmless; `""` where there is none, nothing is in it, or it takes too much to make it harmless."""
		if not any(source.is_html for source in sources):
			sources = [Source(opened.html, True) for opened in self.hidden if opened.html][:1]
		if not sources:
			return ""
		try:
			html = "\n".join(map(self.harmless, sources)).strip()
		except html_cleaning.TooMuch:
			self.problems.append(TOO_MUCH_HTML)
			html = ""
		if is_empty(html):
			self.has_remote_images, self.shown = False, frozenset()
			return ""
		return html + (as_html(events) if events else "")

	def harmless(self, source: Source) -> str:
		"""Return a text as harmless HTML; raises `TooMuch`."""
		if not source.is_html:
			return as_html(source.text)
		cleaned = html_cleaning.clean(source.text, self.pictures.keep)
		self.has_remote_images |= cleaned.has_remote_images
		self.shown |= cleaned.shown
		return cleaned.html

	def text(self, sources: list[Source], html: str, events: str) -> str:
		"""Return what people read in the mail; with the addresses of links where there is no HTML to follow them in."""
		texts = [html_plain.render(each.text, not html) if each.is_html else each.text for each in sources]
		text = "\n\n".join(text.strip("\n") for text in texts if text.strip())
		if not text.strip():
			text = next(self.other_texts(html), "")
		return "\n\n".join(filter(None, (text, events)))

	def other_texts(self, html: str) -> Iterator[str]:
		"""Yield where else a text may be, if the mail has no plain one."""
		sources = [part.text[:LONGEST] for part in self.bodies.html if part.content_type == HTML]
		yield from (opened.plain for opened in self.hidden if opened.plain.strip())
		sources += [opened.html for opened in self.hidden if opened.html]
		yield from filter(None, (html_plain.render(source, not html) for source in sources))

	def take_what_is_no_text(self, text: str, html: str) -> None:
		"""Keep a text that only Outlook can show, and say it where there is none at all since it is encrypted."""
		if not html:
			self.attachments += [
				Attachment("message.rtf", "application/rtf", opened.rtf)
				for opened in self.hidden
				if opened.rtf
			]
		if not text and not html and any(part.content_type in OPAQUE for part in self.bodies.files):
			self.problems.append(ENCRYPTED)


def written(part: Part) -> str:
	"""Return the text of a body, its paragraphs as they were before their lines were broken to travel."""
	if part.parameters.get("format", "").lower() != "flowed" or part.content_type == HTML:
		return part.text
	return unflow(part.text, part.parameters.get("delsp", "").lower() == "yes")


def is_empty(html: str) -> bool:
	"""Return whether there is nothing to be seen in a page."""
	return "<img" not in html and not ANY_TAG.sub("", html).replace("&nbsp;", "").strip()


def as_html(text: str) -> str:
	return f'<div style="white-space: pre-wrap">{escape(text)}</div>'
