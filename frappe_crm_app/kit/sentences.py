"""Sentences that are stored, and shown as text: each ends once, and nothing in it is markup.

The desk takes a stored text for HTML in some places, and for plain text in others. So a stored sentence has `&lt;` for `<` and all else as
people read it; `as_text` returns it for who shows plain text.
"""

from html import unescape

from frappe.utils import strip_html

ENDS = (".", "!", "?", "…")


def sentence(template: str, *values: object) -> str:
	"""Return a sentence with values in its places; where the last one ends in a full stop itself, no second one follows."""
	return ended_once(template.format(*values))


def ended_once(text: str) -> str:
	"""Return a text that ends as a sentence, once."""
	body = text.rstrip().removesuffix(".").rstrip()
	return body if body.endswith(ENDS) else f"{body}." if body else ""


def sentence_in(error: object) -> str:
	"""Return what an error says to people, empty where that is nothing; errors are written in HTML."""
	return without_markup(unescape(strip_html(str(error))))


def without_markup(text: str) -> str:
	"""Return a plain text as it is stored."""
	return text.replace("<", "&lt;")


def as_text(stored: str | None) -> str | None:
	"""Return a stored text as plain text."""
	return stored and stored.replace("&lt;", "<")
