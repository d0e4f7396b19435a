"""Which parts of a mail are what its sender wrote: as plain text, as HTML; all others are files.

The rules are those of JMAP (RFC 8621, 4.1.4), but that pictures which no HTML shows are files.
"""

from collections.abc import Iterable
from typing import NamedTuple

from frappe_crm_app.channels.mail.reading.parts import Part

PLAIN, HTML = "text/plain", "text/html"
# What some programs send as a further form of the same text.
SAME_AGAIN = frozenset(
	("text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext", "text/rtf", "application/rtf")
)


class Bodies(NamedTuple):
	"""The parts to be read one after the other by who prefers plain text, and by who prefers HTML; and the rest."""

	plain: tuple[Part, ...] = ()
	html: tuple[Part, ...] = ()
	files: tuple[Part, ...] = ()


def bodies_of(part: Part) -> Bodies:
	"""Return what a part with all its own consists of."""
	if not part.parts:
		return of_leaf(part, is_first=True)
	if part.content_type == "multipart/alternative":
		return of_alternatives([bodies_of(each) for each in part.parts])
	if part.content_type == "multipart/related":
		return of_related(part)
	return joined(of_one_of_several(each, place == 0) for place, each in enumerate(part.parts))


def of_one_of_several(part: Part, is_first: bool) -> Bodies:
	return bodies_of(part) if part.parts else of_leaf(part, is_first)


def of_leaf(part: Part, is_first: bool) -> Bodies:
	"""Return a part that has none: a text is shown, unless it is attached, or has a name and does not come first."""
	is_shown = (
		part.content_type in (PLAIN, HTML) and not part.is_attached and (is_first or not part.written_name)
	)
	return Bodies((part,), (part,)) if is_shown else Bodies(files=(part,))


def joined(several: Iterable[Bodies]) -> Bodies:
	"""Return what stands one after the other as one."""
	plain, html, files = [], [], []
	for each in several:
		plain += each.plain
		html += each.html
		files += each.files
	return Bodies(tuple(plain), tuple(html), tuple(files))


def of_alternatives(several: list[Bodies]) -> Bodies:
	"""Return the first that is plain text and the last that is HTML, each if there is one; a further one is a file."""
	plain = next((each for each in several if each.plain and not has_html(each.plain)), None)
	html = next((each for each in reversed(several) if has_html(each.html)), None)
	shown = plain or html
	if shown is None:
		return joined(several)
	files: list[Part] = []
	for each in several:
		unused = each.html if each is not plain and each is not html else ()
		files += [*unused, *(file for file in each.files if file.content_type not in SAME_AGAIN)]
	return Bodies(shown.plain, (html or shown).html, tuple(files))


def has_html(parts: Iterable[Part]) -> bool:
	return any(part.content_type == HTML for part in parts)


def of_related(part: Part) -> Bodies:
	"""Return the part that shows the others, which is the first unless another is named, with those as files."""
	start = part.parameters.get("start", "").strip("<> ")
	root = next((each for each in part.parts if start and each.content_id == start), part.parts[0])
	others = (leaf for each in part.parts if each is not root for leaf in each.leaves())
	return joined((bodies_of(root), Bodies(files=tuple(others))))
