"""Who offers: the name and logo that stand on quotes."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname


def seller_of(quote: Document) -> dict:
	"""Return `{name, logo, person, email}`; `logo` is an address on this site, `""` where there is none that strangers may load."""
	owner = frappe.db.get_value("User", quote.quote_owner, ["email", "enabled"], as_dict=True) if quote.quote_owner else None
	has_person = bool(owner and owner.enabled) and quote.quote_owner != "Administrator"
	return {
		"name": name(),
		"logo": logo(),
		"person": get_fullname(quote.quote_owner) if has_person else "",
		"email": owner.email if has_person else "",
	}


def name() -> str:
	"""Return what the seller is called."""
	settings = frappe.get_cached_doc("CRM Desk Settings")
	said = (settings.quote_seller or "").strip()
	return said.splitlines()[0] if said else frappe.db.get_single_value("Website Settings", "app_name") or ""


def logo() -> str:
	"""Return the address of the seller's logo."""
	address = frappe.get_cached_doc("CRM Desk Settings").quote_logo or ""
	return address if address.startswith(("/files/", "/assets/")) else ""
