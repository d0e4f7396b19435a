"""Who offers: the name, the logo and the person that stand on a quote's page."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.selling.quotes.mailing import address_of
from frappe_crm_app.selling.quotes.pdf import logo_of

NAMES_OF_SOFTWARE = ("Frappe", "ERPNext")  # of sites as they are installed


def seller_of(quote: Document) -> dict:
	"""Return what `site_seller` does, and `person` and `email` of the quote's owner, `""` where nobody is."""
	is_known = bool(quote.quote_owner) and quote.quote_owner != "Administrator"
	return site_seller() | {
		"person": get_fullname(quote.quote_owner) if is_known else "",
		"email": (address_of(quote.quote_owner) or "") if is_known else "",
	}


def site_seller() -> dict:
	"""Return `{name, lines, logo}`; `lines` are what stands below the name, `logo` is a picture as data or `None`."""
	settings = current_doc("CRM Desk Settings")
	said = [line.strip() for line in (settings.quote_seller or "").splitlines() if line.strip()]
	return {
		"name": said[0] if said else site_name(),
		"lines": said[1:],
		"logo": logo_of(settings.quote_logo),
	}


def site_name() -> str:
	"""Return what the site is called, `""` where nobody has named it: a customer would take the name of the software for the seller's."""
	name = frappe.db.get_single_value("Website Settings", "app_name") or ""
	return "" if name in NAMES_OF_SOFTWARE else name
