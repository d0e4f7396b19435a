"""What browsers and search engines are told about a page that one person alone has the address of.

Such a page, and what its scripts ask for, is kept nowhere, found by nobody, shown in no frame, and tells no other site its address.
"""

from werkzeug.wrappers import Response

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
		"style-src-attr 'unsafe-inline'",  # of texts that people have aligned; no style reaches beyond its element
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	)
)


def make_private(response: Response) -> None:
	"""Add the headers to an answer, a page or an error."""
	response.headers.update(HEADERS)
	response.headers["Content-Security-Policy"] = POLICY
	response.headers.pop("Link", None)  # what Frappe would have the browser load beforehand
