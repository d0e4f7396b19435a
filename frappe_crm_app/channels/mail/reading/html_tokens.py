"""HTML as a row of tokens, read in time linear to its length whatever it holds. Nothing of it is believed to be well formed."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

BRACKET = re.compile(r"<[a-zA-Z/!?]")
TAG_BEGIN = re.compile(r"</?[a-zA-Z]")
# A quotation mark counts behind `=` only, as in browsers. Each way to match is the only one, so that none is tried twice.
TAG = re.compile(
	r"""<(/?)([a-zA-Z][^\s/>]*)(?=[\s/>])([^>=]*(?:=(?:\s*"[^"]*"|\s*'[^']*'|(?!\s*["']))[^>=]*)*)>"""
)
SIMPLE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)(?=[\s/>])([^>]*)>")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
GIANT_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
# What holds text that is no HTML; of these only what people would see is text.
RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
END_OF_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.I | re.A) for name in RAW}
SEEN_RAW = frozenset(("textarea", "xmp"))
MOST_ATTRIBUTES = 50


class Token(NamedTuple):
	"""A text (`name` empty, entities as they came), or a tag: its name in lower case, whether it ends, its attributes as they came."""

	name: str
	is_end: bool
	text: str


class Reader:
	"""Reads one text, and remembers what it has looked for in vain, so that it looks for nothing twice."""

	def __init__(self, source: str) -> None:
		self.source = source
		self.position = 0
		self.patterns = [TAG, SIMPLE_TAG]
		self.never_ended: set[str] = set()

	def tokens(self) -> Iterator[Token]:
		"""Yield all texts and tags; comments, declarations, scripts and style sheets are left out."""
		while self.position < len(self.source):
			start = BRACKET.search(self.source, self.position)
			end = start.start() if start else len(self.source)
			if end > self.position:
				yield Token("", False, self.source[self.position : end])
			self.position = end
			if start:
				yield from self.at_bracket()

	def at_bracket(self) -> Iterator[Token]:
		"""Yield the tag that begins here, or go behind what is none; where nothing ends any more, the rest is text."""
		tag = self.read_tag()
		if tag:
			self.position = tag.end()
			token = Token(tag[2].lower(), bool(tag[1]), tag[3])
			yield token
			if token.name in RAW and not token.is_end:
				yield from self.raw_text(token.name)
		elif not self.skip_declaration():
			yield Token("", False, self.rest())

	def rest(self) -> str:
		"""Return what was not read yet, and be at the end."""
		start, self.position = self.position, len(self.source)
		return self.source[start:]

	def read_tag(self) -> re.Match | None:
		"""Return the tag that begins here. Once one has no end, quotes are believed no more; once that does not help, no bracket is."""
		if not TAG_BEGIN.match(self.source, self.position):
			return None
		while self.patterns:
			tag = self.patterns[0].match(self.source, self.position)
			if tag:
				return tag
			del self.patterns[0]
		return None

	def skip_declaration(self) -> bool:
		"""Go behind a comment, a declaration or what browsers take for one; return whether there is one."""
		if self.source.startswith("<!--", self.position):
			is_empty = self.source.startswith(">", self.position + 4)
			self.position += 5 if is_empty else 4
			if not is_empty:
				self.skip_to("-->")
			return True
		return not TAG_BEGIN.match(self.source, self.position) and self.skip_to(">")

	def skip_to(self, end: str) -> bool:
		"""Go behind the next `end`, if there is one."""
		found = -1 if end in self.never_ended else self.source.find(end, self.position)
		if found < 0:
			self.never_ended.add(end)
			return False
		self.position = found + len(end)
		return True

	def raw_text(self, name: str) -> Iterator[Token]:
		"""Go to the end of an element that holds no HTML, and yield its text if it is one to be seen."""
		end = None if name in self.never_ended else END_OF_RAW[name].search(self.source, self.position)
		if end is None:
			self.never_ended.add(name)
			return
		if name in SEEN_RAW:
			yield Token("", False, self.source[self.position : end.start()])
		self.position = end.start()


def tokens(source: str) -> Iterator[Token]:
	return Reader(source).tokens()


def attributes(text: str) -> dict[str, str]:
	"""Return the attributes of a tag by their names in lower case, entities read; of one that is there twice the first counts."""
	found: dict[str, str] = {}
	for _, match in zip(range(MOST_ATTRIBUTES), ATTRIBUTE.finditer(text), strict=False):
		value = match[2] or ""
		if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1:
			value = value[1:-1]
		found.setdefault(match[1].lower(), unescape(value))
	return found


def unescape(text: str) -> str:
	"""Return a text with its entities read; one with a number beyond all characters is read as U+FFFD."""
	return html.unescape(GIANT_NUMBER.sub("\ufffd", text)) if "&" in text else text
