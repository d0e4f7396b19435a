"""The page on which whoever has a public link gets a document. Fetching it changes and counts nothing: preview bots do it, too."""

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import DocumentLinkError, DocumentStateError, TooManyRequestsError
from frappe_crm_app.kit.standalone_pages import around_the_page
from frappe_crm_app.selling.acceptance.seller import site_seller
from frappe_crm_app.work.documents.sharing.opening import opened, present

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the document of its link, or the sentence that says why there is none, with that one's status."""
	context.update(around_the_page())
	context.update({"document": None, "token": "", "seller": site_seller()})
	token = frappe.form_dict.get("t")
	try:
		context.document = present(*opened(token))
		context.token = str(token)
	except (DocumentLinkError, DocumentStateError, TooManyRequestsError) as refused:
		frappe.clear_messages()
		context.update({"refusal": str(refused), "http_status_code": refused.http_status_code})
	context.title = context.document["title"] if context.document else _("Document")
