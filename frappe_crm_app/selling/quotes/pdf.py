"""The PDF of a quote, by WeasyPrint: from `templates/quotes/quote.html`, or from the Print Format that CRM Desk Settings name.

Both get `facts_of(quote)`. Nothing is fetched while it is made (`pdf_fetching.py`); the logo stands in the page as data.
"""

import base64
import mimetypes
from itertools import groupby

import frappe
from frappe.model.document import Document
from frappe.utils import cint, flt, format_date, get_fullname
from frappe.utils.jinja_globals import is_rtl

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Paper
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.records.pipeline.shown_money import shown_money
from frappe_crm_app.selling.products.checking import PRICE_DECIMALS
from frappe_crm_app.selling.quotes.cleaning import clean
from frappe_crm_app.selling.quotes.computing import TOTAL_OF, fraction_digits
from frappe_crm_app.selling.quotes.pdf_drawing import draw
from frappe_crm_app.selling.quotes.stored_pdf import content_of

TEMPLATE = "frappe_crm_app/templates/quotes/quote.html"
LARGEST_LOGO = 1_000_000  # bytes
LOGO_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def render(quote: Document) -> bytes:
	"""Return the PDF of the quote as it is now; raises `PdfEngineError` where this machine cannot make any."""
	return draw(html_of(quote))


def html_of(quote: Document) -> str:
	"""Return the page of which the PDF is made."""
	settings = current_doc("CRM Desk Settings")
	facts = facts_of(quote, settings)
	if not settings.quote_print_format:
		return frappe.render_template(TEMPLATE, facts)
	chosen = frappe.get_cached_doc("Print Format", settings.quote_print_format)
	return f"<style>{chosen.css or ''}</style>{frappe.render_template(chosen.html or '', facts)}"


def facts_of(quote: Document, settings: Document) -> dict:
	"""Return what a template may use: the quote as `doc`, and its parts as texts; `introduction` and `terms` are clean HTML."""
	return {
		"doc": quote,
		"paper": settings.quote_paper or Paper.A4,
		"direction": "rtl" if is_rtl() else "ltr",
		"language": frappe.local.lang,
		"logo": logo_of(settings.quote_logo),
		"seller": settings.quote_seller or "",
		"addressee": quote.addressee or addressee_of(quote),
		"sent_on": format_date(quote.sent_on) if quote.sent_on else "",
		"valid_until": format_date(quote.valid_until),
		"owner_name": get_fullname(quote.quote_owner) if quote.quote_owner else "",
		"introduction": clean(quote.introduction) or "",
		"terms": clean(quote.terms) or "",
		"groups": groups_of(quote),
		"taxes": taxes_of(quote),
		"totals": {
			field: money(quote.get(field), quote.currency)
			for field in ("net_total", "tax_total", "gross_total")
		},
		"recurring": recurring_of(quote),
		"has_discount": any(flt(row.discount_percent) for row in quote.lines),
	}


def groups_of(quote: Document) -> list[tuple[str, list[dict]]]:
	"""Return the lines under the titles of their groups, in their order."""
	groups = groupby(quote.lines, key=lambda row: row.group_title or "")
	return [(title, [shown_line(row, quote) for row in rows]) for title, rows in groups]


def shown_line(row: Document, quote: Document) -> dict:
	"""Return a line as texts."""
	amount = row.gross if cint(quote.prices_include_tax) else row.net
	return {
		"position": row.position,
		"title": row.title,
		"description": row.description or "",
		"quantity": number(row.quantity),
		"unit": row.unit or "",
		"unit_price": money(row.unit_price, quote.currency, PRICE_DECIMALS),
		"discount": f"{number(row.discount_percent)} %" if flt(row.discount_percent) else "",
		"tax_rate": f"{number(row.tax_rate)} %",
		"amount": money(amount, quote.currency),
		"recurrence": "" if row.recurrence == Recurrence.ONCE else row.recurrence,
		"is_optional": bool(cint(row.is_optional)),
		"is_chosen": bool(cint(row.is_chosen)),
	}


def taxes_of(quote: Document) -> list[dict]:
	"""Return the taxes as texts; rates of nothing are left out."""
	return [
		{
			"rate": f"{number(row.rate)} %",
			"net": money(row.net, quote.currency),
			"tax": money(row.tax, quote.currency),
		}
		for row in quote.taxes
		if flt(row.rate)
	]


def recurring_of(quote: Document) -> list[tuple[str, str]]:
	"""Return what is due again, by its recurrence; empty where all of it is due once."""
	again = [recurrence for recurrence in Recurrence if recurrence != Recurrence.ONCE]
	return [
		(recurrence, money(quote.get(TOTAL_OF[recurrence]), quote.currency))
		for recurrence in again
		if flt(quote.get(TOTAL_OF[recurrence]))
	]


def number(value: float) -> str:
	"""Return a number without the zeros at its end."""
	return f"{flt(value):.6f}".rstrip("0").rstrip(".")


def money(amount: float, currency: str, most_digits: int = 0) -> str:
	"""Return an amount in its currency, with as many digits after the point as that has, or up to `most_digits` where it has more itself."""
	digits = fraction_digits(currency)
	_whole, _point, decimals = number(amount).partition(".")
	return shown_money(amount, currency, max(digits, min(len(decimals), most_digits)))


def logo_of(url: str | None) -> str | None:
	"""Return the logo of the site's own files as data, `None` where it is no picture, too large or somewhere else."""
	kind = mimetypes.guess_type(url or "")[0]
	file = frappe.db.get_value("File", {"file_url": url}) if kind in LOGO_TYPES else None
	content = content_of(file) if file else None
	if not content or len(content) > LARGEST_LOGO:
		return None
	return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def addressee_of(quote: Document) -> str:
	"""Return to whom the quote is addressed, line by line: the customer, the contact and their primary place."""
	customer = (
		frappe.db.get_value("CRM Customer", quote.customer, "customer_name") if quote.customer else None
	)
	contact = frappe.db.get_value("CRM Contact", quote.contact, "full_name") if quote.contact else None
	names = list(dict.fromkeys(filter(None, (customer, contact))))
	return "\n".join([*names, *place_of(quote)])


def place_of(quote: Document) -> list[str]:
	"""Return the lines of the primary place of the customer, else of the contact."""
	fields = ["address_line1", "address_line2", "postal_code", "city", "state", "country"]
	for link in ("customer", "contact"):
		filters = {link: quote.get(link), "is_primary": 1}
		place = (
			frappe.db.get_value("CRM Location", filters, fields, as_dict=True) if quote.get(link) else None
		)
		if place:
			town = " ".join(filter(None, (place.postal_code, place.city)))
			return list(
				filter(None, (place.address_line1, place.address_line2, town, place.state, place.country))
			)
	return []
