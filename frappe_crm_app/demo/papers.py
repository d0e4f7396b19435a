"""The PDFs of the demo's quotes that were sent: made once the demo is there, for each takes a moment."""

import frappe

from frappe_crm_app.demo.marks import PREFIX
from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.selling.quotes.stored_pdf import store_pdf

QUOTE = "CRM Quote"


def print_quotes() -> int:
	"""Make the PDFs that are not there yet, and return how many these were; raises `PdfEngineError` where Pango is missing."""
	from frappe_crm_app.selling.quotes.pdf import render

	is_sent = {"name": ("like", f"{PREFIX}%"), "status": ("!=", QuoteStatus.DRAFT), "pdf": ("is", "not set")}
	names = frappe.get_all(QUOTE, filters=is_sent, pluck="name")
	for name in names:
		quote = frappe.get_doc(QUOTE, name)
		frappe.db.set_value(QUOTE, name, store_pdf(quote, render(quote)), update_modified=False)
	return len(names)
