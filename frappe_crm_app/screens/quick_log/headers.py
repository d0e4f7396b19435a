"""What browsers are told about the page and its answers (hook `after_request`): kept by nobody but the page's own worker."""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.public_pages import POLICY, make_private

PAGE = "/crm-go"
OURS = "frappe_crm_app.screens.quick_log."
ENDPOINTS = tuple(f"/api/{version}method/{OURS}" for version in ("", "v1/", "v2/"))
OF_PAGE = f"{POLICY}; manifest-src 'self'; worker-src 'self'"


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to the page, or to an answer to it, an error among them."""
	if response is None:
		return
	path = request.path.rstrip("/").removesuffix(".html")
	command = str((getattr(frappe.local, "form_dict", None) or {}).get("cmd"))
	if path == PAGE or path.startswith(ENDPOINTS) or command.startswith(OURS):
		make_private(response)
		response.headers["Content-Security-Policy"] = OF_PAGE
