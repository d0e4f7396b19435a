"""What a campaign says, made ready once: HTML with its styles inlined and its links numbered, the same as plain text (pure: no Frappe).

Slots are put aside while the HTML is rewritten, so that nothing of them is taken for HTML. Links to the web get numbers, to be counted for each
recipient; one in whose address something of the person stands is left alone, since its target could not be stored.
"""

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import css_inline

from frappe_crm_app.channels.campaigns.slots import SLOT, Slot, Template, read_template
from frappe_crm_app.channels.mail.reading import html_plain

PREFERENCES, UNSUBSCRIBE = "preferences_url", "unsubscribe_url"
ADDRESSES = (PREFERENCES, UNSUBSCRIBE)
LINK = "link_{}"
MOST_LINKS = 200
LONGEST_HTML = 500_000  # characters; from 100 KB on Gmail cuts
HIDDEN = "display:none;max-height:0;overflow:hidden;mso-hide:all"
HREF = re.compile(r"""(<a(?=\s)[^<>]*?\shref\s*=\s*)("[^"]*"|'[^']*')""", re.I)
HIDDEN_SLOT = re.compile(r"https://slot-(\d+)\.invalid/?|slot-(\d+)-slot")
BODY = re.compile(r"<body\b[^>]*>", re.I)
END_OF_BODY = re.compile(r"</body\s*>", re.I)
UNPRINTED = re.compile(r"[\x00-\x1f\x7f]")  # which browsers leave out of an address, too, and no header takes
WEB = ("http://", "https://")
INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


class ContentError(ValueError):
	"""HTML that cannot be sent: too long, too many links, or styles that cannot be read."""


@dataclass(frozen=True, slots=True)
class Content:
	"""`links` are the targets of the links `link_1`, `link_2`… in both templates."""

	html: Template
	text: Template
	links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Footer:
	"""What stands at the end where the content itself does not let people unsubscribe; `lead` may be empty."""

	lead: str
	label: str


def prepare(
	source: str, names: Collection[str], preheader: str = "", footer: Footer | None = None
) -> Content:
	"""Return HTML as it is sent. Raises `SlotError` or `ContentError`."""
	if len(source) > LONGEST_HTML:
		raise ContentError(f"{len(source)} > {LONGEST_HTML}")
	named = (*names, *ADDRESSES)
	read_template(source, named)
	read_template(preheader, names)
	slots: list[str] = []
	page = inlined(put_aside(source, slots))
	if footer and not any(address in slot for slot in slots for address in ADDRESSES):
		page = with_footer(page, footer, slots)
	page, links = number_links(page, slots)
	text = restore(html_plain.render(page, has_links=True), slots)
	if preheader:
		page = with_preheader(page, put_aside(html.escape(preheader, quote=False), slots))
	allowed = (*named, *(LINK.format(number + 1) for number in range(len(links))))
	return Content(read_page(restore(page, slots), allowed), read_page(text, allowed), tuple(links))


def read_page(page: str, names: Collection[str]) -> Template:
	"""Return a page with its slots read; their fallbacks are written as HTML, and are filled in as the text that they are."""
	parts = read_template(page, names).parts
	return Template(tuple(part if isinstance(part, str) else with_text(part) for part in parts))


def with_text(slot: Slot) -> Slot:
	"""Return a slot of HTML with its fallback as text."""
	return replace(slot, fallback=html.unescape(slot.fallback))


def plain_text(source: str) -> str:
	"""Return HTML with slots as plain text with slots, for people to look at."""
	slots: list[str] = []
	return restore(html_plain.render(put_aside(source, slots), has_links=True), slots)


def put_aside(source: str, slots: list[str]) -> str:
	"""Return HTML in which each slot is a word or, where an address begins with it, an address."""

	def hide(found: re.Match) -> str:
		slots.append(found[0])
		number = len(slots) - 1
		is_address = source[: found.start()].endswith(("'", '"')) and found[1] in ADDRESSES
		return f"https://slot-{number}.invalid" if is_address else f"slot-{number}-slot"

	return SLOT.sub(hide, source)


def restore(page: str, slots: list[str]) -> str:
	"""Return a page with its slots again."""

	def show(found: re.Match) -> str:
		number = int(found[1] or found[2])
		return slots[number] if number < len(slots) else found[0]

	return HIDDEN_SLOT.sub(show, page)


def inlined(page: str) -> str:
	"""Return HTML, a whole document, with its styles at its elements; what cannot be inlined stays in <style>. Nothing is fetched."""
	try:
		return INLINER.inline(page)
	except (css_inline.InlineError, ValueError) as error:
		raise ContentError(str(error)) from error


def number_links(page: str, slots: list[str]) -> tuple[str, list[str]]:
	"""Return the page with slots for its links to the web, and their targets, each once."""
	links: list[str] = []

	def number(found: re.Match) -> str:
		target = UNPRINTED.sub("", html.unescape(found[2][1:-1])).strip()
		if not target.lower().startswith(WEB) or HIDDEN_SLOT.search(target):
			return found[0]
		if target not in links:
			links.append(target)
		slots.append("{{ " + LINK.format(links.index(target) + 1) + " }}")
		return f'{found[1]}"https://slot-{len(slots) - 1}.invalid"'

	page = HREF.sub(number, page)
	if len(links) > MOST_LINKS:
		raise ContentError(f"{len(links)} > {MOST_LINKS}")
	return page, links


def with_footer(page: str, footer: Footer, slots: list[str]) -> str:
	"""Return the page with a link by which people unsubscribe, at its end."""
	slots.append("{{ " + PREFERENCES + " }}")
	link = f'<a href="https://slot-{len(slots) - 1}.invalid">{html.escape(footer.label)}</a>'
	lead = f"{html.escape(footer.lead)} " if footer.lead else ""
	note = f'<p style="margin-top:2em;font-size:12px;color:#6b6b6b">{lead}{link}</p>'
	ends = list(END_OF_BODY.finditer(page))
	return page[: ends[-1].start()] + note + page[ends[-1].start() :] if ends else page + note


def with_preheader(page: str, preheader: str) -> str:
	"""Return the page with a text that lists of mails show, and the mail itself does not."""
	hidden = f'<div style="{HIDDEN}">{preheader}</div>'
	body = BODY.search(page)
	return page[: body.end()] + hidden + page[body.end() :] if body else hidden + page
