"""Who sells in the demo: the seller of quotes in CRM Desk Settings, where the site has named none."""

import frappe

SETTINGS, FIELD = "CRM Desk Settings", "quote_seller"
SELLER = """CRM Desk Logistics
Calle Muestra 12, 22444 Tijuana, Mexico
Tax number: CDL-010101-DEMO"""


def name_missing_seller() -> None:
	"""Name the demo's seller where there is none; past the document, as `rates.py` lists rates."""
	if not said().strip():
		write(SELLER)


def remove_seller() -> None:
	"""Take the demo's seller away again; what somebody has made of it stays."""
	if is_of_demo(said()):
		write(None)


def is_of_demo(seller: str) -> bool:
	"""Return whether this is the demo's seller as it was written."""
	return seller.split() == SELLER.split()


def said() -> str:
	"""Return the seller as it is stored."""
	return frappe.db.get_single_value(SETTINGS, FIELD, cache=False) or ""


def write(seller: str | None) -> None:
	"""Store who sells."""
	frappe.db.set_single_value(SETTINGS, FIELD, seller)
	frappe.clear_document_cache(SETTINGS)
