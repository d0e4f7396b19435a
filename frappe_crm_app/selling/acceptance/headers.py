"""Which answers are one person's: those of a quote's page and of everything that it asks for (hook `after_request`)."""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.public_pages import make_private

ENDPOINTS = tuple(
	f"/api/{version}method/frappe_crm_app.selling.acceptance.api." for version in ("", "v1/", "v2/")
)
COMMAND = "frappe_crm_app.selling.acceptance.api."
PAGES = ("/quote", "/verify-quote")


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to a page of ours or what it asked for, an error among them."""
	if response is None:
		return
	path = request.path.rstrip("/").removesuffix(".html")
	command = (getattr(frappe.local, "form_dict", None) or {}).get("cmd")
	if path in PAGES or path.startswith(ENDPOINTS) or str(command).startswith(COMMAND):
		make_private(response)
