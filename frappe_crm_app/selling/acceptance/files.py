"""The PDFs of a quote, given to whoever has its link."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import QuoteStateError
from frappe_crm_app.selling.quotes.stored_pdf import file_name, read_pdf


def give_pdf(quote: Document, is_signed: bool) -> None:
	"""Answer a PDF to be saved; raises `QuoteStateError` where there is no signed one yet."""
	if is_signed and not quote.signed_pdf:
		frappe.throw(_("The signed PDF is being made. Please try again in a minute."), QuoteStateError)
	field = "signed_pdf" if is_signed else "pdf"
	frappe.local.response.update(
		{
			"type": "download",
			"filename": file_name(quote, field),
			"filecontent": read_pdf(quote, field),
			"content_type": "application/pdf",
		}
	)
