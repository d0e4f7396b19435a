"""HTML as plain text, in time linear to its length: for search, for the beginning shown in lists, and where it cannot be made harmless."""

import re
from dataclasses import dataclass, field
from itertools import islice

from frappe_crm_app.channels.mail.reading import characters
from frappe_crm_app.channels.mail.reading.html_tokens import Reader, Token, attributes, unescape

BLOCKS = frozenset(
	(
		"address", "article", "body", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form", "header", "li",
		"main", "nav", "ol", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
	)
)  # fmt: skip
PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote"))
MOST_TOKENS = 200_000  # of what comes behind these, only the tags are left out
ANY_TAG = re.compile(r"<[^<>]*>")
SPACES = re.compile(r"[ \t\n\f\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# What newsletters fill the preview of lists with: joiners between spaces, and characters without a width.
FILLING = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]+")
JOINED_SPACES = re.compile("[ \t\n\f\r\u00a0\u2000-\u200a\u202f\u205f\u3000\u200c\u200d]{2,}")
JOINERS = "\u200c\u200d"
BULLET = "- "
DEEPEST_QUOTE = 10


def render(source: str, has_links: bool = False) -> str:
	"""Return what people would read: lines for blocks, `>` before what is quoted, pictures by their descriptions.

	`has_links` has each link to the web followed by its address in <>.
	"""
	page, reader = Page(has_links), Reader(source)
	for token in islice(reader.tokens(), MOST_TOKENS):
		page.take(token)
	page.write(unescape(ANY_TAG.sub(" ", reader.rest())))
	return characters.of_lines(page.text())


def without_filling(line: str) -> str:
	"""Return a line with one space for each run of spaces, joiners among them included."""
	line = JOINED_SPACES.sub(lambda run: " " if run[0].strip(JOINERS) else run[0], FILLING.sub("", line))
	return SPACES.sub(" ", line).strip(" ")


@dataclass(slots=True)
class Page:
	"""The lines so far and the one that is being written."""

	has_links: bool
	lines: list[str] = field(default_factory=list)
	line: list[str] = field(default_factory=list)
	quotes: int = 0
	preformatted: int = 0
	links: list[str] = field(default_factory=list)

	def text(self) -> str:
		self.end_line()
		return "\n".join(self.lines).strip("\n")

	def take(self, token: Token) -> None:
		name = token.name
		if not name:
			self.write(unescape(token.text))
		elif name == "br":
			self.end_line(always=True)
		elif name in ("td", "th"):
			self.line.append(" ")
		elif name in BLOCKS or name in PARAGRAPHS:
			self.take_block(token)
		elif name == "a" and self.has_links:
			self.take_link(token)
		elif name == "img" and not token.is_end and "alt" in token.text.lower():
			self.write(f" {attributes(token.text).get('alt', '')} ")

	def take_block(self, token: Token) -> None:
		"""Begin a line, behind an empty one where a paragraph begins or ends."""
		if self.line == [BULLET] and token.name != "li":
			return
		self.end_line()
		if token.name in PARAGRAPHS and not token.is_end:
			self.leave_line()
		step = -1 if token.is_end else 1
		if token.name == "blockquote":
			self.quotes = max(0, self.quotes + step)
		elif token.name == "pre":
			self.preformatted = max(0, self.preformatted + step)
		elif token.name == "li" and not token.is_end:
			self.line.append(BULLET)
		if token.name in PARAGRAPHS and token.is_end:
			self.leave_line()

	def leave_line(self) -> None:
		"""Leave a line empty, unless the last one is."""
		if self.lines and self.lines[-1].strip("> "):
			self.lines.append(self.quoted(""))

	def take_link(self, token: Token) -> None:
		"""Remember where a link leads, and say so at its end unless its text does."""
		if not token.is_end:
			self.links.append(attributes(token.text).get("href", "").strip())
		elif self.links:
			address = self.links.pop()
			if (
				address.lower().startswith(("http://", "https://"))
				and "".join(self.line[-1:]).strip() != address
			):
				self.write(f" <{address}> ")

	def write(self, text: str) -> None:
		if self.preformatted:
			*whole, text = text.replace("\r\n", "\n").split("\n")
			for line in whole:
				self.line.append(line)
				self.end_line(always=True)
		self.line.append(text)

	def end_line(self, always: bool = False) -> None:
		"""End the line; without anything on it there is none, unless it is asked for."""
		text = "".join(self.line) if self.line != [BULLET] else ""
		if text:
			text = text.rstrip() if self.preformatted else without_filling(text)
		self.line.clear()
		if text or (always and (not self.lines or self.lines[-1].strip("> "))):
			self.lines.append(self.quoted(text))

	def quoted(self, text: str) -> str:
		"""Return a line with the signs of how often it was quoted."""
		signs = "> " * min(self.quotes, DEEPEST_QUOTE)
		return f"{signs}{text}".rstrip(" ") if not text else f"{signs}{text}"
