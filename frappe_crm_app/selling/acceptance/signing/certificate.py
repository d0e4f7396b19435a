"""The certificate page: what was signed, by whom, when, and how anybody verifies it; added to the PDF as it was sent."""

import json
from io import BytesIO

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url
from frappe.utils.jinja_globals import is_rtl
from pypdf import PdfReader, PdfWriter

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Paper
from frappe_crm_app.kit.masking import masked_email
from frappe_crm_app.kit.money.decimals import read_decimal
from frappe_crm_app.selling.acceptance.presenting import moment
from frappe_crm_app.selling.acceptance.seller import seller_of
from frappe_crm_app.selling.acceptance.signing.qr import qr_svg
from frappe_crm_app.selling.quotes.pdf import money
from frappe_crm_app.selling.quotes.pdf_drawing import draw
from frappe_crm_app.selling.quotes.stored_pdf import read_pdf

TEMPLATE = "frappe_crm_app/templates/quotes/certificate.html"
VERIFY = "verify-quote"


def signed_pdf(quote: Document, acceptance: Document) -> bytes:
	"""Return the PDF as it was sent with the certificate behind it; raises `QuoteStateError` where that PDF is not what was sent."""
	return with_page(read_pdf(quote), render(quote, acceptance), quote)


def render(quote: Document, acceptance: Document) -> bytes:
	"""Return the certificate as a PDF; raises `PdfEngineError` where this machine cannot make any."""
	return draw(frappe.render_template(TEMPLATE, facts_of(quote, acceptance)))


def with_page(sent: bytes, page: bytes, quote: Document) -> bytes:
	"""Return one PDF of both, which is called as the quote."""
	writer = PdfWriter(clone_from=PdfReader(BytesIO(sent)))
	for each in PdfReader(BytesIO(page)).pages:
		writer.add_page(each)
	writer.add_metadata({"/Title": _("{0}, signed").format(quote.display_number)})
	written = BytesIO()
	writer.write(written)
	return written.getvalue()


def facts_of(quote: Document, acceptance: Document) -> dict:
	"""Return what the template shows, all of it text but `qr`, an SVG of ours."""
	address = get_url(f"/{VERIFY}")
	return {
		"language": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
		"paper": frappe.get_cached_doc("CRM Desk Settings").quote_paper or Paper.A4,
		"label": quote.display_number,
		"title": quote.title,
		"seller": seller_of(quote)["name"],
		"typed_name": acceptance.typed_name,
		"drawing": acceptance.drawing or "",
		"consent": acceptance.consent_sentence,
		"chosen": titles_of_chosen(quote, acceptance),
		"total": total_of(acceptance),
		"rows": rows_of(quote, acceptance),
		"verify": address,
		"qr": qr_svg(address),
	}


def total_of(acceptance: Document) -> str:
	"""Return what was accepted, as people read it."""
	totals = json.loads(acceptance.totals)
	return money(read_decimal(totals["gross"]), totals["currency"])


def titles_of_chosen(quote: Document, acceptance: Document) -> list[str]:
	"""Return the titles of the optional lines that were chosen."""
	chosen = json.loads(acceptance.chosen_lines)
	return [row.title for row in quote.lines if row.name in chosen]


def rows_of(quote: Document, acceptance: Document) -> list[tuple[str, str, bool]]:
	"""Return the facts of the proof, each with its label and whether it is a hash."""
	sent_to = masked_email(acceptance.address or "")
	rows = [
		(_("Quote and version"), acceptance.quote_label, False),
		(_("Sent on"), moment(quote.sent_on), False),
		(_("Accepted on"), moment(acceptance.occurred_on), False),
		(_("Accepted on, UTC"), acceptance.occurred_utc, False),
		(_("Link was sent to"), sent_to, False),
		(_("Confirmed by a code sent there"), _("Yes") if acceptance.code_confirmed else _("No"), False),
		(_("IP address, partly"), acceptance.ip_masked or "–", False),
		(_("Browser"), acceptance.agent or "–", False),
		(_("SHA-256 of the PDF that was accepted"), acceptance.pdf_sha256, True),
		(_("SHA-256 of the record of the acceptance"), acceptance.row_hash, True),
	]
	return [row for row in rows if row[1]]
