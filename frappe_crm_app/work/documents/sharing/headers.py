"""Which answers are one person's: those of a public link's page and of everything that it asks for (hook `after_request`)."""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.public_pages import HEADERS, POLICY, make_private

COMMAND = "frappe_crm_app.work.documents.sharing.api."
ENDPOINTS = tuple(f"/api/{version}method/{COMMAND}" for version in ("", "v1/", "v2/"))
PAGE = "/document"
OF_PAGE = f"{POLICY}; frame-src 'self'"  # a PDF is shown in a frame


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to the page or what it asked for, an error among them."""
	if response is None:
		return
	path = request.path.rstrip("/").removesuffix(".html")
	command = (getattr(frappe.local, "form_dict", None) or {}).get("cmd")
	if path == PAGE:
		make_private(response)
		response.headers["Content-Security-Policy"] = OF_PAGE
	elif path.startswith(ENDPOINTS) or str(command).startswith(COMMAND):
		tell_of_answer(response)


def tell_of_answer(response: Response) -> None:
	"""Add the headers to an answer; a file that is shown has its own, by which our page alone has it in a frame."""
	if response.headers.get("Content-Disposition", "").startswith("inline"):
		response.headers["X-Robots-Tag"] = HEADERS["X-Robots-Tag"]
	else:
		make_private(response)
