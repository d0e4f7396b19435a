"""What browsers are told about a file of a document: it is what it says, and nothing in it runs (hook `after_request`)."""

import frappe
from werkzeug.wrappers import Request, Response

COMMAND = "frappe_crm_app.work.documents.api."
NAMES = ("download", "preview")
ENDPOINTS = {f"/api/{version}method/{COMMAND}{name}" for version in ("", "v1/", "v2/") for name in NAMES}
COMMANDS = {COMMAND + name for name in NAMES}
HEADERS = {
	"X-Content-Type-Options": "nosniff",
	"Cache-Control": "private, no-store, max-age=0",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy": "no-referrer",
	"X-Frame-Options": "SAMEORIGIN",
}
# Of a file that is shown, the viewer of a browser draws what it needs itself.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob:; object-src 'self'; frame-ancestors 'self'"
SANDBOX = "default-src 'none'; sandbox"


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to a file that is saved or shown."""
	if response is None:
		return
	command = (getattr(frappe.local, "form_dict", None) or {}).get("cmd")
	if request.path.rstrip("/") not in ENDPOINTS and command not in COMMANDS:
		return
	response.headers.update(HEADERS)
	is_pdf = response.mimetype == "application/pdf"
	response.headers["Content-Security-Policy"] = POLICY if is_pdf else SANDBOX
