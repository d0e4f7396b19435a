"""The page on which whoever has a link sees a quote and decides on it. Fetching it changes and counts nothing: preview bots do it, too."""

import json

import frappe
from frappe import _
from frappe.utils import escape_html
from frappe.utils.jinja_globals import is_rtl

from frappe_crm_app.kit.exceptions import QuoteLinkError, TooManyRequestsError
from frappe_crm_app.selling.acceptance.api import opened
from frappe_crm_app.selling.acceptance.presenting import present

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the quote of its link, or the sentence that says why there is none, with that one's status."""
	context.update(around_the_page())
	try:
		context.quote = present(*opened(frappe.form_dict.get("t")))
	except (QuoteLinkError, TooManyRequestsError) as refused:
		frappe.clear_messages()
		context.update({"refusal": str(refused), "http_status_code": refused.http_status_code})
	context.texts = as_data(texts())


def around_the_page() -> dict:
	"""Return what both public pages need: language, direction, the token against forged requests, how texts are written."""
	return {
		"language": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
		"csrf_token": frappe.session.data.csrf_token or "",
		"said": said,
		"said_html": without_braces,
		"refusal": "",
		"quote": None,
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


def texts() -> dict[str, str]:
	"""Return what the page's script says."""
	return {
		"failed": _("That did not work. Please try again."),
		"asked": _("Thank you. We have your question and will answer it."),
		"code_sent": _("We have sent a code of six digits to {0}. It is good for {1} minutes."),
		"accepting": _("One moment …"),
		"signature_empty": _("Draw with your finger or the mouse."),
	}
