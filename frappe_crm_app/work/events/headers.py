"""Which answers are one person's: those of the pages of links and of everything that these ask for (hook `after_request`)."""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.public_pages import make_private

MODULES = ("invitations.api", "room.api")
OURS = tuple(f"frappe_crm_app.work.events.{module}." for module in MODULES)
ENDPOINTS = tuple(f"/api/{version}method/{each}" for version in ("", "v1/", "v2/") for each in OURS)
PAGES = ("/rsvp", "/room")


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to a page of ours or what it asked for, an error among them."""
	if response is None:
		return
	path = request.path.rstrip("/").removesuffix(".html")
	command = str((getattr(frappe.local, "form_dict", None) or {}).get("cmd"))
	if path in PAGES or path.startswith(ENDPOINTS) or command.startswith(OURS):
		make_private(response)
