"""Which answers are one person's: those of a public link's page and of everything that it asks for (hook `after_request`)."""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.public_pages import make_private

COMMAND = "frappe_crm_app.work.documents.sharing.api."
ENDPOINTS = tuple(f"/api/{version}method/{COMMAND}" for version in ("", "v1/", "v2/"))
PAGE = "/document"


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to the page or what it asked for, an error among them."""
	if response is None:
		return
	path = request.path.rstrip("/").removesuffix(".html")
	command = (getattr(frappe.local, "form_dict", None) or {}).get("cmd")
	if path == PAGE or path.startswith(ENDPOINTS) or str(command).startswith(COMMAND):
		make_private(response)
