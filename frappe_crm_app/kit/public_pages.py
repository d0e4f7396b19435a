"""What browsers and search engines are told about a page that one person alone has the address of (hook `after_request`).

Such a page, and what its scripts ask for, is kept nowhere, found by nobody, shown in no frame, and tells no other site its address.
"""

import frappe
from werkzeug.wrappers import Request, Response

FLAG = "crm_private_page"
HEADERS = {
	"Cache-Control": "no-store, private, max-age=0",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}
POLICY = "; ".join(
	(
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	)
)


def keep_private() -> None:
	"""Say that the answer to this request is one person's; no cache of Frappe's keeps it either."""
	frappe.local.flags[FLAG] = True
	frappe.local.no_cache = True


def tell_browsers(response: Response | None, request: Request) -> None:
	"""Add the headers to an answer that is one person's, an error among them; others stay as they are."""
	if response is None or not frappe.local.flags.get(FLAG):
		return
	response.headers.update(HEADERS)
	response.headers["Content-Security-Policy"] = POLICY
	response.headers.pop("Link", None)  # what Frappe would have the browser load beforehand
