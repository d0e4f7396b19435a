"""HTML of strangers made harmless: nothing runs, nothing is fetched, nothing leaves its frame.

It is written anew from its tokens, with what we know and in order, so that how browsers mend broken HTML does not matter; that is
also where it is measured, since nh3 takes time quadratic to the depth. Then nh3 cleans it: what either of both lets through, the other
has let through, too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

import nh3

from frappe_crm_app.channels.mail.reading import characters, css
from frappe_crm_app.channels.mail.reading.html_tokens import Token, attributes, tokens

LONGEST = 2_000_000  # characters
DEEPEST = 500  # elements in each other
MOST_TAGS = 60_000
MOST_WORK = 3_000_000  # sum of the depths of all tags and texts, which bounds the time of nh3 and the copies that HTML makes of open tags
MOST_ENTITIES = 100_000  # since nh3 takes time quadratic to their number in one text
LONGEST_ADDRESS = 8_000
LONGEST_VALUE = 1_000

VOID = frozenset(("br", "hr", "img", "wbr", "col"))
TAGS = VOID | frozenset(
	(
		"a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "caption", "center", "cite", "code", "colgroup", "dd", "del",
		"dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "ins", "kbd",
		"li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody",
		"td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
	)
)  # fmt: skip
RENAMED = {"body": "div", "nobr": "span"}
OF_TABLE = frozenset(("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th"))
CELLS = frozenset(("td", "th"))
BLOCKS = frozenset(
	(
		"address", "article", "blockquote", "center", "div", "dl", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
		"hr", "main", "ol", "p", "pre", "section", "table", "ul", "li", "dd", "dt",
	)
)  # fmt: skip
# What begins where another of these is open ends that one, unless one of `until` lies between.
ENDS = {
	"li": (frozenset(("li",)), frozenset(("ul", "ol"))),
	"dd": (frozenset(("dd", "dt")), frozenset(("dl",))),
	"dt": (frozenset(("dd", "dt")), frozenset(("dl",))),
	"td": (CELLS, frozenset(("table",))),
	"th": (CELLS, frozenset(("table",))),
	"tr": (frozenset(("tr",)), frozenset(("table",))),
	"thead": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
	"tbody": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
	"tfoot": (frozenset(("thead", "tbody", "tfoot")), frozenset(("table",))),
	"a": (frozenset(("a",)), frozenset(("table",))),
}
PARAGRAPH = (frozenset(("p",)), frozenset(("table", "td", "th", "caption")))

EVERYWHERE = frozenset(
	(
		"style",
		"dir",
		"lang",
		"align",
		"valign",
		"bgcolor",
		"width",
		"height",
		"title",
		"data-remote-background",
	)
)
ATTRIBUTES = {
	"a": frozenset(("href", "target")),
	"img": frozenset(("alt", "border", "hspace", "vspace", "data-cid", "data-remote-src")),
	"font": frozenset(("color", "face", "size")),
	"table": frozenset(("border", "cellpadding", "cellspacing", "summary")),
	"td": frozenset(("colspan", "rowspan", "nowrap")),
	"th": frozenset(("colspan", "rowspan", "nowrap")),
	"col": frozenset(("span",)),
	"colgroup": frozenset(("span",)),
	"ol": frozenset(("start", "type")),
	"ul": frozenset(("type",)),
	"li": frozenset(("value", "type")),
	"hr": frozenset(("size", "noshade", "color")),
	"br": frozenset(("clear",)),
}
SCHEMES = {"http", "https", "mailto", "tel"}
LINK = re.compile(r"(?:https?://[^\s]|mailto:|tel:)", re.I)
WEB = re.compile(r"(?:https?:)?//[^\s/]", re.I)
FORBIDDEN_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f]+")
EVERYTHING = nh3.Cleaner(
	tags=set(TAGS),
	clean_content_tags=set(),
	attributes={"*": set(EVERYWHERE), **{tag: set(names) for tag, names in ATTRIBUTES.items()}},
	url_schemes=SCHEMES,
	url_relative="deny",
	link_rel="noopener noreferrer",
	filter_style_properties=set(css.ALLOWED),
)


class TooMuch(Exception):
	"""It would take too long to clean."""


@dataclass(slots=True)
class Cleaned:
	"""Harmless HTML; what it would have fetched from the web, and which attachments it shows, by their `Content-ID`."""

	html: str
	has_remote_images: bool = False
	shown: frozenset[str] = frozenset()


def clean(source: str, keep_picture: Callable[[str], str] = lambda address: "") -> Cleaned:
	"""Return what is harmless of `source`.

	`keep_picture` is given the address of each picture that stands in the HTML itself (`data:image/png;base64,…`), keeps it as an attachment
	and returns its `Content-ID`, or `""`.

	Raises `TooMuch` for what is too long, too deep or takes too long.
	"""
	if len(source) > LONGEST:
		raise TooMuch
	writer = Writer(keep_picture)
	for token in tokens(source):
		writer.take(token)
	html = characters.of_lines(
		EVERYTHING.clean(writer.written())
	)  # entities may have been control characters
	return Cleaned(html, writer.has_remote_images, frozenset(writer.shown))


@dataclass(slots=True)
class Writer:
	"""Writes HTML anew: tags that we know, each ended where it has to be, with attributes that are harmless."""

	keep_picture: Callable[[str], str]
	pieces: list[str] = field(default_factory=list)
	open: list[str] = field(default_factory=list)
	times_open: Counter = field(default_factory=Counter)
	tags: int = 0
	work: int = 0
	entities: int = 0
	has_remote_images: bool = False
	shown: set[str] = field(default_factory=set)

	def written(self) -> str:
		self.end_from(0)
		return "".join(self.pieces)

	def take(self, token: Token) -> None:
		"""Write a token; raises `TooMuch`."""
		self.work += len(self.open) + 1
		if self.work > MOST_WORK:
			raise TooMuch
		name = RENAMED.get(token.name, token.name)
		if not name:
			self.write(token.text.replace("<", "&lt;").replace(">", "&gt;"))
		elif name not in TAGS:
			return
		elif token.is_end:
			self.end(name)
		else:
			self.begin(name, token.text)

	def write(self, text: str) -> None:
		"""Write a text whose brackets are escaped; raises `TooMuch`."""
		self.entities += text.count("&")
		if self.entities > MOST_ENTITIES:
			raise TooMuch
		self.pieces.append(text)

	def begin(self, name: str, text: str) -> None:
		"""Write the beginning of an element, and before it the ends of those that it ends; raises `TooMuch`."""
		self.tags += 1
		if self.tags > MOST_TAGS or len(self.open) >= DEEPEST:
			raise TooMuch
		if name in BLOCKS:
			self.end_nearest(*PARAGRAPH)
		if name in ENDS:
			self.end_nearest(*ENDS[name])
		self.pieces.append(f"<{name}{self.attributes(name, text)}>")
		if name not in VOID:
			self.open.append(name)
			self.times_open[name] += 1

	def end(self, name: str) -> None:
		"""Write the end of an element and of those in it; none where it is not open, or is open outside of this table only."""
		self.end_nearest(frozenset((name,)), frozenset() if name in OF_TABLE else CELLS)

	def end_nearest(self, names: frozenset[str], until: frozenset[str]) -> None:
		"""Write the end of the nearest open element of these, unless one of `until` lies between."""
		if not any(self.times_open[name] for name in names):
			return
		for place in range(len(self.open) - 1, -1, -1):
			if self.open[place] in names:
				self.end_from(place)
			elif self.open[place] not in until:
				continue
			return

	def end_from(self, place: int) -> None:
		for name in reversed(self.open[place:]):
			self.times_open[name] -= 1
			self.pieces.append(f"</{name}>")
		del self.open[place:]

	def attributes(self, name: str, text: str) -> str:
		"""Return the attributes of an element as they are to be written."""
		given = attributes(text) if text.strip() else {}
		if not given:
			return ""
		kept = dict(self.harmless(name, given))
		return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())

	def harmless(self, name: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
		"""Yield what may stay of the attributes of an element; whatever asks for something from elsewhere becomes `data-…`."""
		allowed = ATTRIBUTES.get(name, frozenset()) | EVERYWHERE
		for key, value in given.items():
			if key == "style":
				yield from self.style(value)
			elif key == "background":
				yield from self.remote("data-remote-background", value)
			elif key == "href" and name == "a":
				yield from link(value)
			elif key in allowed and key != "target" and not key.startswith("data-"):
				yield key, value[:LONGEST_VALUE]
		if name == "img":
			yield from self.picture(given)

	def style(self, written: str) -> Iterator[tuple[str, str]]:
		style = css.clean(written)
		if style.text:
			yield "style", style.text
		yield from self.remote("data-remote-background", style.picture)

	def remote(self, key: str, written: str) -> Iterator[tuple[str, str]]:
		"""Yield an address of the web as an attribute that fetches nothing."""
		address = without_spaces(written)
		if len(address) <= LONGEST_ADDRESS and WEB.match(address):
			self.has_remote_images = True
			yield key, f"https:{address}" if address.startswith("/") else address

	def picture(self, given: dict[str, str]) -> Iterator[tuple[str, str]]:
		"""Yield where a picture comes from: an attachment, the web, or the HTML itself, which makes it an attachment."""
		address = without_spaces(given.get("src") or given.get("srcset", "").strip().partition(" ")[0])
		if address[:5].lower() == "data:":
			address = f"cid:{self.keep_picture(address)}"
		if address[:4].lower() == "cid:":
			content_id = unquote(address[4:]).strip("<>")[:LONGEST_VALUE]
			if content_id:
				self.shown.add(content_id)
				yield "data-cid", content_id
		else:
			yield from self.remote("data-remote-src", address)


def link(written: str) -> Iterator[tuple[str, str]]:
	"""Yield the attributes of a link to the web, a mailbox or a phone; to anything else there is none."""
	address = without_spaces(written)
	if address.startswith("//"):
		address = f"https:{address}"
	if len(address) <= LONGEST_ADDRESS and LINK.match(address):
		yield "href", address
		yield "target", "_blank"


def without_spaces(address: str) -> str:
	"""Return an address as browsers understand it, who drop line breaks and the like wherever they are."""
	return FORBIDDEN_IN_ADDRESS.sub("", address)
