"""The page on which whoever has a link sees a quote and decides on it. Fetching it changes and counts nothing: preview bots do it, too."""

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import QuoteLinkError, TooManyRequestsError
from frappe_crm_app.kit.standalone_pages import around_the_page, as_data
from frappe_crm_app.selling.acceptance.api import opened
from frappe_crm_app.selling.acceptance.presenting import present

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the quote of its link, or the sentence that says why there is none, with that one's status."""
	context.update(around_the_page())
	context.quote = None
	try:
		context.quote = present(*opened(frappe.form_dict.get("t")))
	except (QuoteLinkError, TooManyRequestsError) as refused:
		frappe.clear_messages()
		context.update({"refusal": str(refused), "http_status_code": refused.http_status_code})
	context.texts = as_data(texts())


def texts() -> dict[str, str]:
	"""Return what the page's script says."""
	return {
		"failed": _("That did not work. Please try again."),
		"asked": _("Thank you. We have your question and will answer it."),
		"code_sent": _("We have sent a code of six digits to {0}. It is good for {1} minutes."),
		"accepting": _("One moment …"),
		"signature_empty": _("Draw with your finger or the mouse."),
	}
