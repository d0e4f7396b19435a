"""Optional lines: which there are, and what the quote comes to with some of them."""

from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.selling.acceptance.money import shown_totals
from frappe_crm_app.selling.acceptance.said import read_lines
from frappe_crm_app.selling.quotes.computing import totals_of


def optional_lines(quote: Document) -> list[str]:
	"""Return the names of the lines that whoever accepts may take or leave."""
	return [row.name for row in quote.lines if cint(row.is_optional)]


def choose_lines(quote: Document, sent: object) -> dict:
	"""Return the totals with the lines sent, as people read them."""
	chosen = read_lines(sent, optional_lines(quote))
	return shown_totals(totals_of(quote, chosen), quote.currency)
