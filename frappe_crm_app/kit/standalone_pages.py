"""What pages without the desk need: language and direction, the token against forged requests, how texts and data stand in them."""

import json

import frappe
from frappe.utils import escape_html
from frappe.utils.jinja_globals import is_rtl


def around_the_page() -> dict:
	"""Return what every such page is given: `{language, direction, csrf_token, said, said_html, refusal}`."""
	return {
		"language": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
		"csrf_token": frappe.session.data.csrf_token or "",
		"said": said,
		"said_html": without_braces,
		"refusal": "",
	}


def said(text: object) -> str:
	"""Return a text as HTML."""
	return without_braces(escape_html(str(text)))


def without_braces(html: str) -> str:
	"""Return HTML in which Frappe finds none of the words in braces that it replaces on its pages."""
	return html.replace("{", "&#123;")


def as_data(facts: dict) -> str:
	"""Return facts as JSON that may stand in a page, in an element that no browser runs."""
	return without_braces_in_json(json.dumps(facts).replace("<", "\\u003c").replace("&", "\\u0026"))


def without_braces_in_json(text: str) -> str:
	"""Keep `{index}` and `{next}` of Frappe's apart in a text of JSON, where a brace begins an object, too."""
	return text.replace("{i", "{ i").replace("{n", "{ n")
