"""Which of the styles of an element may stay: those that change how it looks where it is, and fetch nothing."""

import re
from functools import lru_cache
from typing import NamedTuple

LONGEST = 5_000  # characters of a style
MOST = 100  # declarations
COMMENT = re.compile(r"/\*.*?\*/", re.S)
ALLOWED = frozenset(
	(
		"background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-left-radius",
		"border-bottom-right-radius", "border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-left",
		"border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right", "border-right-color",
		"border-right-style", "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color",
		"border-top-left-radius", "border-top-right-radius", "border-top-style", "border-top-width", "border-width", "box-sizing",
		"caption-side", "clear", "color", "direction", "display", "empty-cells", "float", "font", "font-family", "font-size", "font-style",
		"font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style", "list-style-position",
		"list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
		"min-width", "overflow", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout",
		"text-align", "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style", "text-indent",
		"text-transform", "unicode-bidi", "vertical-align", "visibility", "white-space", "width", "word-break", "word-spacing", "word-wrap",
	)
)  # fmt: skip
# Letters, numbers and colours: no escapes, no functions that fetch or compute, no brackets.
VALUE = re.compile(r"(?:(?:rgb|hsl)a?\([0-9a-z.,%/ ]{1,60}\)|[^()\\<>{}@;:&])+")
NEGATIVE = re.compile(r"(?:^|[\s,/])-[\d.]")
PICTURE = re.compile(r"url\(\s*[\"']?\s*((?:https?:)?//[^\s\"'()\\<>]+)", re.I)
ANY_URL = re.compile(r"url\([^)]*\)?", re.I)
COLOUR = re.compile(
	r"(?:^|\s)(#[0-9a-fA-F]{3,8}|(?:rgb|hsl)a?\([0-9a-z.,%/ ]{1,60}\)|[a-zA-Z]{3,20})(?=\s|$)"
)
NO_COLOURS = frozenset(
	("none", "repeat", "scroll", "fixed", "local", "center", "top", "bottom", "left", "right", "cover", "contain", "auto")
)  # fmt: skip
PICTURES = ("background", "background-image")


class Style(NamedTuple):
	"""What may stay of a style, and the address of the picture behind the element."""

	text: str
	picture: str = ""


def clean(style: str) -> Style:
	"""Return what is harmless of the style of an element; one of monstrous length is left out."""
	return cleaned(style) if len(style) <= LONGEST else Style("")


@lru_cache(maxsize=1_000)  # a mail has few styles, each many times
def cleaned(style: str) -> Style:
	kept, picture = [], ""
	for declaration in COMMENT.sub(" ", style).split(";")[:MOST]:
		name, _, value = declaration.partition(":")
		name, value = name.strip().lower(), value.strip()
		if name in PICTURES and "(" in value:
			picture = picture_in(value) or picture
			name, value = colour_in(value)
		if is_harmless(name, value):
			kept.append(f"{name}:{value}")
	return Style(";".join(kept), picture)


def is_harmless(name: str, value: str) -> bool:
	return name in ALLOWED and bool(VALUE.fullmatch(value)) and not NEGATIVE.search(value)


def picture_in(value: str) -> str:
	"""Return the address that a picture is fetched from, `""` if that is none of the web."""
	found = PICTURE.search(value)
	return found[1] if found else ""


def colour_in(value: str) -> tuple[str, str]:
	"""Return the declaration of the colour that a background has beside its picture."""
	words = (match[1] for match in COLOUR.finditer(ANY_URL.sub(" ", value)))
	return "background-color", next((word for word in words if word.lower() not in NO_COLOURS), "transparent")
