"""A draft from a deal or contact, in one click."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import QuoteError
from frappe_crm_app.selling.quotes.drafting import currency_of
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.labels import label_of

FIELD_OF = {DEAL: "deal", CONTACT: "contact", CUSTOMER: "customer"}
TITLE_OF = {DEAL: "title", CONTACT: "full_name", CUSTOMER: "customer_name"}


def create_from(doctype: str, name: str) -> Document:
	"""Return a new draft for a deal, contact or customer, inserted; raises `QuoteError` for any other record."""
	if doctype not in FIELD_OF:
		names = ", ".join(label_of(each) for each in FIELD_OF)
		frappe.throw(_("A quote is made for one of these: {0}.").format(names), QuoteError)
	settings = current_doc("CRM Desk Settings")
	quote = frappe.new_doc("CRM Quote")
	quote.update(
		{
			FIELD_OF[doctype]: name,
			"title": frappe.db.get_value(doctype, name, TITLE_OF[doctype]),
			# Frappe has filled it with the site's, which is not the deal's.
			"currency": currency_of(name if doctype == DEAL else None),
			"quote_owner": frappe.session.user,
			"prices_include_tax": cint(settings.quote_prices_include_tax),
			"rounding": settings.quote_rounding,
			"terms": settings.quote_terms,
		}
	)
	return quote.insert()
