"""HTML of people, for the PDF and mails: text and tables, nothing that is fetched, run or laid over other things."""

import re
from html import unescape

import nh3
from frappe.utils import escape_html

TEXTS = {"a", "b", "br", "em", "i", "s", "span", "strong", "sub", "sup", "u"}
BLOCKS = {"blockquote", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul"}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
ENDS_OF_LINES = re.compile(r"<br>|</(?:blockquote|div|h[1-4]|li|p|tr)>")
TAG = re.compile(r"<[^>]*>")
CLEANER = nh3.Cleaner(
	tags=TEXTS | BLOCKS | TABLES,
	attributes={
		"a": {"href"},
		"td": {"colspan", "rowspan"},
		"th": {"colspan", "rowspan"},
		"li": {"data-list"},  # by which Frappe's editor tells bullets from numbers
		"*": {"dir", "lang"},
	},
	url_schemes={"http", "https", "mailto", "tel"},
	url_relative="deny",
)


def clean(html: str | None) -> str | None:
	"""Return what is harmless of HTML, `None` for nothing."""
	return CLEANER.clean(html) if html else None


def clean_message(text: str | None) -> str:
	"""Return what somebody wrote for a mail as harmless HTML: a plain text with its lines, or HTML."""
	text = (text or "").strip()
	if "<" in text and ">" in text:
		return CLEANER.clean(text)
	return escape_html(text).replace("\r\n", "\n").replace("\n", "<br>")


def plain_text(html: str | None) -> str:
	"""Return clean HTML as a text with its lines, for the part of a mail that is no HTML."""
	return unescape(TAG.sub("", ENDS_OF_LINES.sub("\n", html or ""))).strip()
