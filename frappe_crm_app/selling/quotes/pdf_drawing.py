"""HTML becomes a PDF, by WeasyPrint, which draws with Pango: a library of the distribution that a machine may lack."""

from collections.abc import Callable

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import PdfEngineError
from frappe_crm_app.selling.quotes.pdf_fetching import fetch


def draw(html: str) -> bytes:
	"""Return a page as a PDF; nothing is fetched for it. Raises `PdfEngineError` where this machine cannot draw any."""
	return engine()(string=html, base_url=None, url_fetcher=fetch).write_pdf()


def engine() -> Callable:
	"""Return WeasyPrint's `HTML`; it takes a second to import, and looks for its libraries then."""
	try:
		from weasyprint import HTML
	except (ImportError, OSError):
		frappe.throw(
			_(
				"PDFs cannot be made on this server: WeasyPrint, or the library Pango that it needs, is missing."
			),
			PdfEngineError,
		)
	return HTML
