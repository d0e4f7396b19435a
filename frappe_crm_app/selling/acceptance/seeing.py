"""Somebody opened the page of a quote: counted when its script says so, never as it is fetched, which preview bots do too."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.quotes import accepting

AGAIN_AFTER = 1800  # seconds within which looking again is the same view
MOST_VIEWS = 200  # that are kept of one link


def is_counted(quote: Document, link: frappe._dict) -> bool:
	"""Return whether this is a view: our own people are no customers, and looking again within half an hour is the same one."""
	if is_one_of_us() or number_of_views(quote.name, link.address) >= MOST_VIEWS:
		return False
	return is_new_view(link.name)


def saw(quote: Document, link: frappe._dict) -> None:
	"""Keep that whoever has the link looks at the quote."""
	with acting_as("Administrator"):
		accepting.mark_viewed(quote.name)
	records.write(AcceptanceKind.VIEWED, quote, link)


def is_one_of_us() -> bool:
	"""Return whether the request comes from somebody who works on this site."""
	user = frappe.session.user
	return user != "Guest" and frappe.get_cached_value("User", user, "user_type") == "System User"


def is_new_view(link: str) -> bool:
	"""Return whether nobody looked with this link within half an hour, and remember that somebody does."""
	return bool(frappe.cache.set(frappe.cache.make_key(f"crm_quote_seen:{link}"), 1, nx=True, ex=AGAIN_AFTER))


def number_of_views(quote: str, address: str | None) -> int:
	return frappe.db.count(
		records.ACCEPTANCE, {"quote": quote, "kind": AcceptanceKind.VIEWED, "address": address}
	)
