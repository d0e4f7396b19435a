"""A version's file as an answer: to be saved, or shown by the browser where nothing in it can run."""

from urllib.parse import quote

import frappe
from frappe import _
from werkzeug.wrappers import Response

from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.kit.file_names import NAMELESS, in_ascii
from frappe_crm_app.kit.file_types import PDF, is_shown
from frappe_crm_app.work.documents.store import content_of

SAVED = "application/octet-stream"
HEADERS = {
	"X-Content-Type-Options": "nosniff",
	"Cache-Control": "private, no-store, max-age=0",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy": "no-referrer",
	"X-Frame-Options": "SAMEORIGIN",
}
# Of a PDF that is shown, the viewer of the browser draws what it needs itself, which it does in no sandbox.
SHOWN_PDF = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob:; object-src 'self'; frame-ancestors 'self'"
SANDBOX = "default-src 'none'; sandbox"


def file_of(version: frappe._dict, is_inline: bool = False) -> Response:
	"""Return the answer with the file of a version; raises `DocumentStateError` where it is gone, or of a type that is not shown inline.

	Frappe's own answer of a file would write a name with other letters than those of Latin-1 into no header.
	"""
	if is_inline and not is_shown(version.content_type):
		frappe.throw(_("A file of this type is only saved, not shown."), DocumentStateError)
	content = content_of(version.file)
	if content is None:
		frappe.throw(_("The file is not there any more."), DocumentStateError)
	response = Response(content, mimetype=version.content_type if is_shown(version.content_type) else SAVED)
	response.headers.update(HEADERS)
	response.headers["Content-Disposition"] = disposition(version.file_name, is_inline)
	is_pdf = is_inline and version.content_type == PDF
	response.headers["Content-Security-Policy"] = SHOWN_PDF if is_pdf else SANDBOX
	return response


def disposition(name: str, is_inline: bool) -> str:
	"""Return the header that says what a file is called, also to browsers that know no other letters than those of ASCII (RFC 6266)."""
	way = "inline" if is_inline else "attachment"
	return f"{way}; filename=\"{in_ascii(name) or NAMELESS}\"; filename*=UTF-8''{quote(name, safe='')}"
