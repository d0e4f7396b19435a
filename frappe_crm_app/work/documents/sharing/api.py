"""What the page of a public link asks for: for guests, who have the token of a link and nothing else.

A token that was never one, has expired or was revoked is answered 410 and one sentence, whatever else was sent with it.
"""

import frappe
from werkzeug.wrappers import Response

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.work.documents.sharing.opening import give_file, give_view, opened, present
from frappe_crm_app.work.documents.sharing.opening import saw as note_view


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_document(token: str = "") -> dict:
	"""Return the document of a link as the page shows it (`opening.present`)."""
	return present(*opened(token))


@frappe.whitelist(allow_guest=True, methods=["POST"])
@repeated_on_conflict
def saw(token: str = "") -> None:
	"""Say that the page was opened by somebody whose browser runs scripts."""
	note_view(*opened(token))


@frappe.whitelist(allow_guest=True, methods=["POST"])
@repeated_on_conflict
def get_file(token: str = "") -> Response:
	"""Answer the file of a link, to be saved."""
	return give_file(*opened(token))


@frappe.whitelist(allow_guest=True, methods=["GET"])
def view(token: str = "") -> Response:
	"""Answer the file of a link for its page to show: PDFs and images alone, once the page has said that somebody looks (`saw`).

	Raises `DocumentStateError` before that, and for other files.
	"""
	return give_view(*opened(token))
